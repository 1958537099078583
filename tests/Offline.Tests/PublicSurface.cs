using System.Globalization;
using System.Reflection;

namespace Fanout.Tests.Offline;

/// <summary>The public types and members of an assembly, one a line, as C# would declare them.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The lines of PublicApi.txt.</summary>
    public static IReadOnlyList<string> Expected { get; } =
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "PublicApi.txt"));

    public static IEnumerable<string> Of(Assembly assembly)
        => assembly.GetExportedTypes().SelectMany(type => Members(type).Prepend(Declaration(type)))
            .Order(StringComparer.Ordinal);

    private static string Declaration(Type type)
    {
        var kind = type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";
        var modifier = type.IsInterface || type.IsValueType ? "" : type switch
        {
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        return $"{Name(type)} ({modifier}{kind}{(type.BaseType is { } parent ? $" : {Name(parent)}" : "")})";
    }

    private static IEnumerable<string> Members(Type type)
    {
        var methods = type.GetMethods(Declared).Where(method => IsVisible(method) && IsOwn(method)).Select(Method);
        var constructors = type.GetConstructors(Declared).Where(IsVisible)
            .Select(constructor => $"{type.Name.Split('`')[0]}{Parameters(constructor)}");
        var fields = type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily)
            .Select(field => $"{field.Name} : {Name(field.FieldType, Nullability.Create(field))}");
        var properties = type.GetProperties(Declared)
            .Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property);
        return methods.Concat(constructors).Concat(fields).Concat(properties)
            .Select(member => $"{Name(type)}.{member}");
    }

    private static string Method(MethodInfo method)
        => $"{(method.IsStatic ? "static " : "")}{method.Name}"
            + (method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Constrained))}>" : "")
            + $"{Parameters(method)} : {Name(method.ReturnType, Nullability.Create(method.ReturnParameter))}";

    private static string Property(PropertyInfo property)
    {
        var accessors = new[] { ("get", property.GetMethod), ("set", property.SetMethod) }
            .Where(accessor => accessor.Item2 is { } method && IsVisible(method)).Select(accessor => accessor.Item1);
        return $"{property.Name} : {Name(property.PropertyType, Nullability.Create(property))} "
            + $"{{ {string.Join("; ", accessors)} }}";
    }

    private static string Parameters(MethodBase method)
        => $"({string.Join(", ", method.GetParameters().Select(parameter
            => (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "") + (parameter.IsOut ? "out " : "")
                + $"{Name(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}"
                + (parameter.HasDefaultValue ? $" = {Constant(parameter.DefaultValue)}" : "")))})";

    private static string Constrained(Type parameter)
    {
        var constraints = parameter.GetGenericParameterConstraints().Select(type => Name(type));
        var isNew = parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint);
        var all = string.Join(", ", isNew ? constraints.Append("new()") : constraints);
        return all.Length == 0 ? parameter.Name : $"{parameter.Name} : {all}";
    }

    private static string Name(Type type, NullabilityInfo? nullability = null)
    {
        var suffix = nullability?.ReadState is NullabilityState.Nullable && type is { IsValueType: false, IsGenericParameter: false } ? "?" : "";
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!) + suffix;
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!, nullability?.ElementType)}[]{suffix}";
        }

        if (!type.IsGenericType)
        {
            return (type.IsGenericParameter || type.Namespace == "System" ? type.Name : type.FullName) + suffix;
        }

        var arguments = type.GetGenericArguments().Select((argument, i)
            => Name(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i)));
        return $"{type.Namespace}.{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>{suffix}";
    }

    private static string Constant(object? value)
        => value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>No accessor, and nothing that the compiler made.</summary>
    private static bool IsOwn(MethodInfo method)
        => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal);
}
