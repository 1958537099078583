using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

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
        var fields = GetType().GetFields(Instance).Select(field => (Member: (MemberInfo)field, field.GetValue(this)));
        var properties = GetType().GetProperties(Instance)
            .Where(property => property.IsDefined(typeof(InputAttribute)))
            .Select(property => (Member: (MemberInfo)property, property.GetValue(this)));
        return fields.Concat(properties)
            .Select(pair => (pair.Member, Input: pair.Member.GetCustomAttribute<InputAttribute>(), Value: pair.Item2))
            .Where(member => member.Input is not null)
            .ToImmutableDictionary(
                member => member.Input!.Name,
                member => Checked(member.Input!, member.Value));
    }

    private object? Checked(InputAttribute input, object? value)
    {
        if (value is null && input.IsRequired)
        {
            throw new ArgumentNullException(
                input.Name, $"{GetType().FullName} has no '{input.Name}', which is required");
        }

        return value is not null && input.Json ? Output<string?>.FromAsync(() => ToJsonAsync(input.Name, value)) : value;
    }

    private static async Task<OutputData<string?>> ToJsonAsync(string name, object value)
    {
        var data = await Serializer.SerializeAsync(name, value);
        return data.With(data.IsKnown ? JsonSerializer.Serialize(data.Value) : null);
    }
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
