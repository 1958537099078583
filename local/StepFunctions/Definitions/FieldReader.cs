using System.Globalization;
using System.Text.Json;
using Fanout.Local.Jsonata;

namespace Fanout.Local.StepFunctions.Definitions;

/// <summary>Takes the fields of one object of a definition; what was never asked for is an unknown field.</summary>
internal class FieldReader(DefinitionReader definition, string place, JsonElement json)
{
    private readonly HashSet<string> _known = [];

    public DefinitionReader Definition => definition;

    public string Place => place;

    public static string TypeName(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    public void Problem(string text) => definition.Problems.Add($"{place}: {text}");

    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _known.Add(name);
        }
    }

    public JsonElement? Take(string name, bool required = false)
    {
        _known.Add(name);
        if (json.TryGetProperty(name, out var value))
        {
            return value;
        }
        if (required)
        {
            Problem($"the field '{name}' is missing.");
        }
        return null;
    }

    public string? Text(string name, bool required = false) =>
        OfKind(name, required, "a string", JsonValueKind.String)?.GetString();

    public bool Flag(string name) =>
        OfKind(name, false, "true or false", JsonValueKind.True, JsonValueKind.False)?.GetBoolean() ?? false;

    public long? Integer(string name, long smallest = 1)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= smallest)
        {
            return number;
        }
        Problem($"'{name}' must be an integer of at least {smallest}, not {value.GetRawText()}.");
        return null;
    }

    public double? Number(string name, double smallest)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.Number && value.GetDouble() >= smallest)
        {
            return value.GetDouble();
        }
        Problem($"'{name}' must be a number of at least {smallest.ToString(CultureInfo.InvariantCulture)}, not {value.GetRawText()}.");
        return null;
    }

    public IEnumerable<JsonProperty> Members(string name) =>
        OfKind(name, true, "an object", JsonValueKind.Object)?.EnumerateObject() ?? Enumerable.Empty<JsonProperty>();

    public IEnumerable<(string Place, JsonElement Value)> Items(string name, bool required = false) =>
        (OfKind(name, required, "an array", JsonValueKind.Array)?.EnumerateArray() ?? Enumerable.Empty<JsonElement>())
            .Select((item, index) => ($"{name}[{index}]", item));

    public FieldReader? Inner(string name, bool required = false) =>
        OfKind(name, required, "an object", JsonValueKind.Object) is { } value ? Inside(name, value) : null;

    public FieldReader Inside(string name, JsonElement value)
    {
        var inside = new FieldReader(definition, $"{place}, {name}", value);
        if (value.ValueKind == JsonValueKind.Object)
        {
            return inside;
        }
        inside.Problem($"must be an object, not {value.GetRawText()}.");
        return new FieldReader(definition, inside.Place, Running.Json.EmptyObject);
    }

    public Template? Template(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }
        var template = new Template(value);
        definition.Remember($"{place}, {name}", template);
        return template;
    }

    public void RefuseOthers()
    {
        foreach (var member in json.EnumerateObject().Where(member => !_known.Contains(member.Name)))
        {
            Problem($"the field '{member.Name}' is not known here; allowed are {string.Join(", ", _known.Order())}.");
        }
    }

    private JsonElement? OfKind(string name, bool required, string expected, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (Take(name, required) is not { } value || kinds.Contains(value.ValueKind))
        {
            return Take(name);
        }
        Problem($"'{name}' must be {expected}, not {value.GetRawText()}.");
        return null;
    }
}
