namespace Pulumi;

/// <summary>A property that gets its value from the resource, under its own name or the given one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string? name = null) : Attribute
{
    /// <summary>The name on the wire; the property's own where it is null.</summary>
    public string? Name { get; } = name;
}

/// <summary>A property or field that is given to the resource under a name.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class InputAttribute(string name, bool required = false, bool json = false) : Attribute
{
    internal string Name { get; } = name;

    internal bool IsRequired { get; } = required;

    // Given as the JSON text of the value: the AWS provider asks for it for the nested arguments of its own settings.
    internal bool Json { get; } = json;
}

/// <summary>A class of values that a resource gives back.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputTypeAttribute : Attribute;

/// <summary>The constructor that takes what a resource gives back: its parameters have the names on the wire.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class OutputConstructorAttribute : Attribute;

/// <summary>A struct that stands for one of several texts or numbers.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class EnumTypeAttribute : Attribute;
