using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fanout.Local.Aws;

/// <summary>The arguments of a request, or an object among them; one that is missing or of another type is told by its path.</summary>
/// <param name="members">The members.</param>
/// <param name="path">Where the object is in the request; empty for the request itself.</param>
public sealed class ApiArguments(JsonElement members, string path = "")
{
    /// <summary>The members as they came.</summary>
    public JsonElement Json => members;

    /// <summary>A copy of the members, to be changed.</summary>
    public JsonObject Copy() => JsonObject.Create(members)!;

    /// <summary>A text; null where it is not given.</summary>
    /// <exception cref="LocalException">It is no text.</exception>
    public string? OptionalText(string name) => Member(name, "a text", JsonValueKind.String)?.GetString();

    /// <summary>A text.</summary>
    /// <exception cref="LocalException">It is not given, or no text.</exception>
    public string Text(string name) => OptionalText(name) ?? throw Missing(name);

    /// <summary>A text of a form.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="pattern">What all of it must match.</param>
    /// <exception cref="LocalException">It is not given, or not of the form.</exception>
    public string Text(string name, Regex pattern) => Checked(Path(name), Text(name), pattern);

    /// <summary>A text that is short enough; null where it is not given.</summary>
    /// <exception cref="LocalException">It has more characters.</exception>
    public string? OptionalText(string name, int longest) => OptionalText(name) is { } text && text.Length > longest
        ? throw Invalid(name, text, $"Member must have length less than or equal to {longest}")
        : OptionalText(name);

    /// <summary>One of some texts; null where it is not given.</summary>
    /// <exception cref="LocalException">It is none of them.</exception>
    public string? Choice(string name, params string[] allowed) => OptionalText(name) is { } text && !allowed.Contains(text)
        ? throw Invalid(name, text, $"Member must satisfy enum value set: [{string.Join(", ", allowed)}]")
        : OptionalText(name);

    /// <summary>A flag; null where it is not given.</summary>
    /// <exception cref="LocalException">It is none.</exception>
    public bool? Flag(string name) => Member(name, "true or false", JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    /// <summary>A number; null where it is not given.</summary>
    /// <exception cref="LocalException">It is none.</exception>
    public double? Number(string name) => Member(name, "a number", JsonValueKind.Number)?.GetDouble();

    /// <summary>A whole number between two bounds; null where it is not given.</summary>
    /// <exception cref="LocalException">It is none.</exception>
    public long? Whole(string name, long least = 0, long most = int.MaxValue)
    {
        if (Member(name, "a number", JsonValueKind.Number) is not { } number)
        {
            return null;
        }

        return number.TryGetInt64(out var whole) && whole >= least && whole <= most
            ? whole
            : throw Invalid(name, number.GetRawText(), $"Member must be a whole number from {least} to {most}");
    }

    /// <summary>An object; null where it is not given.</summary>
    /// <exception cref="LocalException">It is none.</exception>
    public ApiArguments? OptionalObject(string name) =>
        Member(name, "an object", JsonValueKind.Object) is { } value ? new ApiArguments(value, Path(name)) : null;

    /// <summary>An object.</summary>
    /// <exception cref="LocalException">It is not given, or none.</exception>
    public ApiArguments Object(string name) => OptionalObject(name) ?? throw Missing(name);

    /// <summary>A list of objects; empty where it is not given.</summary>
    /// <exception cref="LocalException">It is none.</exception>
    public IReadOnlyList<ApiArguments> Objects(string name) =>
    [
        .. Items(name).Select((item, index) => item.ValueKind == JsonValueKind.Object
            ? new ApiArguments(item, $"{Path(name)}[{index}]")
            : throw new LocalException($"{Path(name)}[{index}] must be an object.")),
    ];

    /// <summary>A list of texts; empty where it is not given.</summary>
    /// <exception cref="LocalException">It is none.</exception>
    public IReadOnlyList<string> Texts(string name) =>
    [
        .. Items(name).Select((item, index) => item.ValueKind == JsonValueKind.String
            ? item.GetString()!
            : throw new LocalException($"{Path(name)}[{index}] must be a text.")),
    ];

    /// <summary>Texts by name; empty where they are not given.</summary>
    /// <exception cref="LocalException">They are none.</exception>
    public IReadOnlyDictionary<string, string> Map(string name) => OptionalObject(name) is { } map
        ? map.Json.EnumerateObject().ToDictionary(member => member.Name, member => map.Text(member.Name))
        : new Dictionary<string, string>();

    /// <summary>A text that is of a form.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="text">The text.</param>
    /// <param name="pattern">What all of it must match.</param>
    /// <exception cref="LocalException">It is not of the form.</exception>
    public static string Checked(string name, string text, Regex pattern) => pattern.Match(text) is { Success: true } match && match.Length == text.Length
        ? text
        : throw new LocalException(Violation(name, text, $"Member must satisfy regular expression pattern: {pattern}"));

    private static string Violation(string name, string value, string constraint) =>
        $"1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: {constraint}";

    private LocalException Invalid(string name, string value, string constraint) => new(Violation(Path(name), value, constraint));

    private LocalException Missing(string name) => new($"{Path(name)} is required.");

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private JsonElement.ArrayEnumerator Items(string name) => Member(name, "a list", JsonValueKind.Array)?.EnumerateArray() ?? default;

    private JsonElement? Member(string name, string type, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (members.ValueKind != JsonValueKind.Object)
        {
            throw new LocalException("The request must be an object of JSON.");
        }

        if (!members.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return kinds.Contains(value.ValueKind) ? value : throw new LocalException($"{Path(name)} must be {type}.");
    }
}
