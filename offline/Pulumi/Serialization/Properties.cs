using System.Collections;
using System.Collections.Immutable;
using Serialized = Pulumi.OutputData<
    System.Collections.Immutable.ImmutableDictionary<string, Pulumi.OutputData<object?>>>;

namespace Pulumi;

/// <summary>The properties of a resource or a call, by their names on the wire.</summary>
internal static class Properties
{
    /// <summary>Each property as its provider would receive it; together they say what the whole depends on.</summary>
    public static async Task<Serialized> SerializeAsync(ImmutableDictionary<string, object?> properties, string owner)
    {
        var result = Serialized.Of(ImmutableDictionary<string, OutputData<object?>>.Empty);
        foreach (var (name, value) in properties)
        {
            var data = await SerializeAsync(name, value, owner);
            result = result.DerivedFrom(data) with { Value = result.Value.SetItem(name, data) };
        }

        return result;
    }

    private static async Task<OutputData<object?>> SerializeAsync(string name, object? value, string owner)
    {
        try
        {
            return await Serializer.SerializeAsync($"{owner}.{name}", value);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"error serializing property \"{name}\": {exception.Message}", exception);
        }
    }

    /// <summary>Those that a mock is told: neither null nor unknown.</summary>
    public static ImmutableDictionary<string, object> Known(Serialized properties)
        => properties.Value
            .Where(property => property.Value is { IsKnown: true, Value: not null })
            .ToImmutableDictionary(property => property.Key, property => property.Value.Value!);

    /// <summary>Those that a mock gave back.</summary>
    /// <exception cref="InvalidOperationException">It gave back something else than properties.</exception>
    public static ImmutableDictionary<string, object?> Of(object state) => state switch
    {
        InputArgs args => args.ToDictionary(),
        IDictionary fields when fields.Keys.Cast<object>().All(key => key is string)
            => fields.Keys.Cast<string>().ToImmutableDictionary(key => key, key => fields[key]),
        _ => throw new InvalidOperationException(
            $"{state?.GetType().FullName ?? "null"} is not a supported argument type: a mock must give back a dictionary with texts as keys."),
    };
}
