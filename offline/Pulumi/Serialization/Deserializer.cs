using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Pulumi;

/// <summary>
/// The value of an output's type for what a provider gave back. What does not fit becomes the type's default value:
/// a provider may answer with more, less or something else than its schema says.
/// </summary>
internal static class Deserializer
{
    private static readonly HashSet<Type> Plain =
    [
        typeof(bool), typeof(int), typeof(double), typeof(string), typeof(object), typeof(Asset), typeof(Archive),
        typeof(AssetOrArchive), typeof(JsonElement),
    ];

    /// <summary>Refuses a type that no answer of a provider can become.</summary>
    /// <exception cref="InvalidOperationException">It is none that a resource or a function can have.</exception>
    public static void Check(string context, Type type)
    {
        var seen = new HashSet<Type>();
        Check(type);

        void Check(Type part)
        {
            if (!seen.Add(part) || Plain.Contains(part) || typeof(Resource).IsAssignableFrom(part)
                || (part.IsEnum && part.GetEnumUnderlyingType() == typeof(int)) || part.IsDefined(typeof(EnumTypeAttribute)))
            {
                return;
            }

            foreach (var inner in Parts(part)
                ?? throw new InvalidOperationException($"{context} contains invalid type {part.FullName}."))
            {
                Check(inner);
            }
        }
    }

    /// <summary>The types that a type is made of; null where it is none that can be made of an answer.</summary>
    private static IEnumerable<Type>? Parts(Type type)
    {
        if (!type.IsGenericType)
        {
            return OutputConstructor(type)?.GetParameters().Select(parameter => parameter.ParameterType);
        }

        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GetGenericArguments();
        return definition == typeof(ImmutableDictionary<,>) ? arguments[0] == typeof(string) ? arguments[1..] : null
            : definition == typeof(Nullable<>) || definition == typeof(ImmutableArray<>) || definition == typeof(Output<>)
                || definition == typeof(Union<,>) ? arguments
            : null;
    }

    public static object? Convert(object? value, Type type) => TryConvert(value, type, out var result) ? result : null;

    private static T? Convert<T>(object? value) => Convert(value, typeof(T)) is { } converted ? (T)converted : default;

    private static bool TryConvert(object? value, Type type, out object? result)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        (var fits, result) = value switch
        {
            null => (true, null),
            double number when type == typeof(int) => (true, (int)number),
            double number when type.IsEnum => (true, Enum.ToObject(type, (int)number)),
            _ when type == typeof(JsonElement) => (true, JsonSerializer.SerializeToElement(value)),
            _ when type.IsInstanceOfType(value) => (true, value),
            _ when type == typeof(Asset) || type == typeof(AssetOrArchive) => (true, new InvalidAsset()),
            _ when type == typeof(Archive) => (true, new InvalidArchive()),
            _ when type.IsDefined(typeof(EnumTypeAttribute)) => Construct(type, value),
            _ when type.IsGenericType => ConvertGeneric(value, type),
            ImmutableDictionary<string, object?> fields when OutputConstructor(type) is { } constructor
                => (true, constructor.Invoke([.. constructor.GetParameters().Select(parameter
                    => Convert(fields.GetValueOrDefault(parameter.Name!), parameter.ParameterType))])),
            _ => (false, (object?)null),
        };
        return fits;
    }

    private static (bool Fits, object? Value) ConvertGeneric(object value, Type type)
    {
        var arguments = type.GetGenericArguments();
        var definition = type.GetGenericTypeDefinition();
        return value switch
        {
            ImmutableArray<object?> list when definition == typeof(ImmutableArray<>)
                => (true, Call(nameof(ToArray), list, arguments[0])),
            ImmutableDictionary<string, object?> map when definition == typeof(ImmutableDictionary<,>)
                => (true, Call(nameof(ToDictionary), map, arguments[1])),
            _ when definition == typeof(Output<>) => (true, Call(nameof(ToOutput), value, arguments[0])),
            _ when definition == typeof(Union<,>) => ToUnion(value, type),
            _ => (false, null),
        };
    }

    private static ImmutableArray<T> ToArray<T>(ImmutableArray<object?> list)
        => [.. list.Select(element => Convert<T>(element)!)];

    private static ImmutableDictionary<string, T> ToDictionary<T>(ImmutableDictionary<string, object?> map)
        => map.ToImmutableDictionary(entry => entry.Key, entry => Convert<T>(entry.Value)!);

    private static Output<T> ToOutput<T>(object? value) => Output.Create(Convert<T>(value)!);

    private static (bool Fits, object? Value) ToUnion(object value, Type type)
    {
        foreach (var (argument, factory) in type.GetGenericArguments().Zip(["FromT0", "FromT1"]))
        {
            if (TryConvert(value, argument, out var converted))
            {
                return (true, type.GetMethod(factory)!.Invoke(null, [converted]));
            }
        }

        return (false, null);
    }

    private static (bool Fits, object? Value) Construct(Type type, object value)
        => type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, [value.GetType()])
            is { } constructor ? (true, constructor.Invoke([value])) : (false, null);

    private static ConstructorInfo? OutputConstructor(Type type)
        => type.IsDefined(typeof(OutputTypeAttribute))
            ? Array.Find(
                type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance),
                constructor => constructor.IsDefined(typeof(OutputConstructorAttribute)))
            : null;

    private static object? Call(string method, object value, Type argument)
        => typeof(Deserializer).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(argument).Invoke(null, [value]);
}
