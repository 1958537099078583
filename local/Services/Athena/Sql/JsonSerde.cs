using System.Text.Json;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// As the JSON SerDes do: a line is an object, a column the member of its name. Members of structs have such names too; those
/// that are missing are NULL, and those that no column has are left out ("OpenX JSON SerDe": case.insensitive).
/// </summary>
internal static class JsonSerde
{
    // As deep as DuckDB reads it, which is given the values.
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, MaxDepth = 1000 };

    /// <summary>The JSON of each column in a line; null of one that it has not.</summary>
    /// <param name="line">The line.</param>
    /// <param name="columns">The table's columns.</param>
    /// <exception cref="QueryFailedException">The line is no object, or two of its keys are the same.</exception>
    public static IReadOnlyList<string?> Cut(string line, IReadOnlyList<SqlColumn> columns)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Invalid(line);
            }
            var members = Members(document.RootElement);
            return [.. columns.Select(column => members.TryGetValue(column.Name, out var value) ? Fit(value, column.Type) : null)];
        }
        // Half a surrogate pair is no text.
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw Invalid(line);
        }
    }

    /// <summary>A value with the members that its type has; what is of another type is left to the cast, which fails.</summary>
    private static string Fit(JsonElement value, SqlType type)
    {
        switch (type.Name, value.ValueKind)
        {
            case ("STRUCT", JsonValueKind.Object):
                var members = Members(value);
                return $"{{{string.Join(',', type.Parts.Select(part =>
                    $"{Value.Quoted(part.Name)}:{(members.TryGetValue(part.Name, out var member) ? Fit(member, part.Type) : "null")}"))}}}";
            case ("MAP", JsonValueKind.Object):
                return $"{{{string.Join(',', value.EnumerateObject().Select(entry => $"{Value.Quoted(entry.Name)}:{Fit(entry.Value, type.Parts[1].Type)}"))}}}";
            case ("LIST", JsonValueKind.Array):
                return $"[{string.Join(',', value.EnumerateArray().Select(item => Fit(item, type.Parts[0].Type)))}]";
            default:
                return value.GetRawText();
        }
    }

    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in value.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value))
            {
                throw new QueryFailedException(
                    "HIVE_CURSOR_ERROR", $"Row is not a valid JSON Object - JSONException: Duplicate key \"{member.Name.ToLowerInvariant()}\"");
            }
        }
        return members;
    }

    private static QueryFailedException Invalid(string line) => new("HIVE_CURSOR_ERROR", $"Row is not a valid JSON Object: {line}");
}
