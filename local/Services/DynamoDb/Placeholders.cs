using System.Globalization;
using System.Text.Json.Nodes;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>What stands in expressions for names and values ("Expression attribute names", "Expression attribute values").</summary>
internal sealed class Placeholders
{
    private readonly Dictionary<string, string> _ofNames = [];

    /// <summary>The attributes' names by placeholder.</summary>
    public JsonObject Names { get; } = [];

    /// <summary>The values by placeholder.</summary>
    public JsonObject Values { get; } = [];

    /// <summary>The placeholder of an attribute, the same each time.</summary>
    public string OfName(string attribute)
    {
        if (!_ofNames.TryGetValue(attribute, out var placeholder))
        {
            _ofNames[attribute] = placeholder = Add(Names, "#n", attribute);
        }

        return placeholder;
    }

    /// <summary>The placeholder of a value.</summary>
    /// <param name="value">The value as the API writes it, such as <c>{"S": "text"}</c>.</param>
    public string OfValue(JsonNode value) => Add(Values, ":v", value);

    private static string Add(JsonObject meanings, string prefix, JsonNode meaning)
    {
        var placeholder = string.Create(CultureInfo.InvariantCulture, $"{prefix}{meanings.Count}");
        meanings.Add(placeholder, meaning);
        return placeholder;
    }
}
