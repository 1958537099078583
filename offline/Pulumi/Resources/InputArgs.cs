using System.Collections.Immutable;
using System.Reflection;

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
                var value = member is FieldInfo field ? field.GetValue(this) : ((PropertyInfo)member).GetValue(this);
                result[input.Name] = Checked(member, input, value);
            }
        }

        return result.ToImmutable();
    }

    private object? Checked(MemberInfo member, InputAttribute input, object? value)
    {
        if (value is null && input.IsRequired)
        {
            throw new ArgumentNullException(
                member.Name, $"[Input] {GetType().FullName}.{member.Name} is required but was not given a value");
        }

        return value is not null && input.Json ? AsJson(input.Name, value) : value;
    }

    /// <summary>The text is unknown where the whole is; an unknown part stands in the text as its mark.</summary>
    private static Output<string?> AsJson(string name, object value) => Output<string?>.FromAsync(async () =>
    {
        var data = value is IInput input ? await input.ToOutput().GetDataAsync() : OutputData<object?>.Of(value);
        return data.With(data.IsKnown ? WireJson.Of(await Serializer.MarkAsync(name, data.Value)) : null);
    });
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
