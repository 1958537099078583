using System.Globalization;
using System.Text.RegularExpressions;

namespace Fanout.Infra.Settings;

/// <summary>Where a value is within a JSON object: names of fields and indices of arrays, such as <c>errors[0].message</c>.</summary>
/// <param name="Fields">The fields from the outermost on.</param>
public sealed record FieldPath(IReadOnlyList<PathField> Fields)
{
    /// <summary>The path that a text which <see cref="TextRule.FieldPath"/> allows describes.</summary>
    /// <param name="text">The text.</param>
    public static FieldPath Parse(string text) => new([.. text.Split('.').Select(ParseField)]);

    /// <inheritdoc />
    public override string ToString() => string.Join('.', Fields);

    private static PathField ParseField(string text)
    {
        var name = text.Split('[')[0];
        return new PathField(
            name,
            [.. Regex.Matches(text[name.Length..], "[0-9]+").Select(index => int.Parse(index.Value, CultureInfo.InvariantCulture))]);
    }
}

/// <summary>A field of a path.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Indices">Which element of the array that it is, and which of that one.</param>
public sealed record PathField(string Name, IReadOnlyList<int> Indices)
{
    /// <inheritdoc />
    public override string ToString() => Name + string.Concat(Indices.Select(index => $"[{index}]"));
}
