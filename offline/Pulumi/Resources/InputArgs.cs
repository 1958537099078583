using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pulumi;

/// <summary>Arguments: what their properties and fields marked with <see cref="InputAttribute"/> hold.</summary>
public abstract class InputArgs
{
    private protected InputArgs()
    {
    }

    /// <summary>The arguments by their names on the wire.</summary>
    /// <exception cref="ArgumentNullException">A required one was not given.</exception>
    internal ImmutableDictionary<string, object?> ToDictionary()
    {
        const BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        var result = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var member in GetType().GetMembers(Instance))
        {
            if (member.GetCustomAttribute<InputAttribute>() is { } input)
            {
                result[input.Name] = Checked(
                    input, member is FieldInfo field ? field.GetValue(this) : ((PropertyInfo)member).GetValue(this));
            }
        }

        return result.ToImmutable();
    }

    private object? Checked(InputAttribute input, object? value)
    {
        if (value is null && input.IsRequired)
        {
            throw new ArgumentNullException(
                input.Name, $"{GetType().FullName} has no '{input.Name}', which is required");
        }

        return value is not null && input.Json ? AsJson(input.Name, value) : value;
    }

    private static Output<string?> AsJson(string name, object value) => Output<string?>.FromAsync(async () =>
    {
        var data = await Serializer.SerializeAsync(name, value);
        return data.With(data.IsKnown ? Node(data.Value)?.ToJsonString() : null);
    });

    /// <summary>The value as JSON, with the fields in the order of their names.</summary>
    private static JsonNode? Node(object? value) => value switch
    {
        ImmutableDictionary<string, object?> fields => new JsonObject(fields
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, Node(field.Value)))),
        ImmutableArray<object?> list => new JsonArray([.. list.Select(Node)]),
        _ => JsonSerializer.SerializeToNode(value),
    };
}

/// <summary>The arguments of a resource.</summary>
public abstract class ResourceArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly ResourceArgs Empty = new EmptyArgs();

    private sealed class EmptyArgs : ResourceArgs;
}

/// <summary>The arguments of a function of a provider.</summary>
public abstract class InvokeArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly InvokeArgs Empty = new EmptyArgs();

    private sealed class EmptyArgs : InvokeArgs;
}
