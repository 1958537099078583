using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fanout.Local.Aws;

/// <summary>The members of a request's body, each checked by the constraints that the service's model has for it.</summary>
/// <param name="body">The body, or a structure within it.</param>
/// <param name="code">The error's code where a constraint is not met, such as <c>ValidationException</c>.</param>
/// <param name="path">Where the structure is within the body, with a point at its end.</param>
/// <param name="sensitive">The members whose values errors do not repeat: those that the model marks as sensitive.</param>
internal sealed class RequestMembers(JsonElement body, string code, string path = "", IReadOnlyCollection<string>? sensitive = null)
{
    /// <summary>A text; null where it is not given.</summary>
    /// <param name="name">The member.</param>
    /// <param name="pattern">What it must be, whole.</param>
    /// <param name="shortest">Its least length.</param>
    /// <param name="longest">Its greatest length.</param>
    public string? Text(string name, Regex? pattern = null, int shortest = 0, int longest = int.MaxValue)
    {
        if (Member(name, JsonValueKind.String) is not { } member)
        {
            return null;
        }

        var text = member.GetString()!;
        return text.Length < shortest ? throw Refusal(name, text, $"Member must have length greater than or equal to {shortest}")
            : text.Length > longest ? throw Refusal(name, text, $"Member must have length less than or equal to {longest}")
            : pattern?.IsMatch(text) == false ? throw Refusal(name, text, $"Member must satisfy regular expression pattern: {pattern.ToString()[2..^2]}")
            : text;
    }

    /// <summary>A text that must be given.</summary>
    public string RequiredText(string name, Regex? pattern = null, int shortest = 0, int longest = int.MaxValue) =>
        Text(name, pattern, shortest, longest) ?? throw Missing(name);

    /// <summary>One of some texts; null where it is not given.</summary>
    public string? Choice(string name, params string[] allowed) =>
        Text(name) is not { } text ? null
        : allowed.Contains(text) ? text
        : throw Refusal(name, text, $"Member must satisfy enum value set: [{string.Join(", ", allowed)}]");

    /// <summary>A whole number; null where it is not given.</summary>
    public long? Number(string name, long least = long.MinValue, long greatest = long.MaxValue)
    {
        if (Member(name, JsonValueKind.Number) is not { } member)
        {
            return null;
        }

        return !member.TryGetInt64(out var number) ? throw Wrong(name, "a whole number")
            : number < least ? throw Refusal(name, $"{number}", $"Member must have value greater than or equal to {least}")
            : number > greatest ? throw Refusal(name, $"{number}", $"Member must have value less than or equal to {greatest}")
            : number;
    }

    /// <summary>A number, whole or not; null where it is not given.</summary>
    public double? Decimal(string name, double least, double greatest) => Member(name, JsonValueKind.Number)?.GetDouble() switch
    {
        null => null,
        var number when number < least => throw Refusal(name, $"{number}", $"Member must have value greater than or equal to {least}"),
        var number when number > greatest => throw Refusal(name, $"{number}", $"Member must have value less than or equal to {greatest}"),
        var number => number,
    };

    /// <summary>Whether a flag is set.</summary>
    /// <param name="name">The member.</param>
    /// <param name="byDefault">Whether it is where it is not given.</param>
    public bool Flag(string name, bool byDefault = false) => Of(name)?.ValueKind switch
    {
        null => byDefault,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    /// <summary>A structure within; null where it is not given.</summary>
    public RequestMembers? Structure(string name) =>
        Member(name, JsonValueKind.Object) is { } member ? new RequestMembers(member, code, $"{path}{Camel(name)}.", sensitive) : null;

    /// <summary>The structures of a list; null where it is not given.</summary>
    public IReadOnlyList<RequestMembers>? Structures(string name) => Member(name, JsonValueKind.Array) is { } list
        ? [.. list.EnumerateArray().Select((item, index) => new RequestMembers(
            item.ValueKind == JsonValueKind.Object ? item : throw Wrong(name, "a list of objects"), code, $"{path}{Camel(name)}.{index + 1}.member.", sensitive))]
        : null;

    /// <summary>The texts of a list; null where it is not given.</summary>
    public IReadOnlyList<string>? Texts(string name) => Member(name, JsonValueKind.Array) is { } list
        ? [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(name, "a list of texts"))]
        : null;

    /// <summary>A map of texts; null where it is not given.</summary>
    public IReadOnlyDictionary<string, string>? Map(string name) => Member(name, JsonValueKind.Object) is { } map
        ? map.EnumerateObject().ToDictionary(
            entry => entry.Name, entry => entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : throw Wrong(name, "a map of texts"))
        : null;

    /// <summary>The names of what is given beside some members, and is not empty.</summary>
    public IEnumerable<string> Beside(params IEnumerable<string> known) =>
        body.EnumerateObject().Where(member => !known.Contains(member.Name) && !IsEmpty(member.Value)).Select(member => member.Name);

    /// <summary>The refusal of a request that lacks a member.</summary>
    public ServiceException Missing(string name) => Violation(name, "null ", "Member must not be null");

    /// <summary>The refusal of a member that does not meet a constraint.</summary>
    public ServiceException Refusal(string name, string value, string constraint) =>
        Violation(name, sensitive?.Contains(name) == true ? "" : $"'{value}' ", constraint);

    private ServiceException Violation(string name, string value, string constraint) => new(
        code, $"1 validation error detected: Value {value}at '{path}{Camel(name)}' failed to satisfy constraint: {constraint}");

    private JsonElement? Of(string name) =>
        body.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private JsonElement? Member(string name, JsonValueKind kind) => Of(name) is not { } member ? null
        : member.ValueKind == kind ? member
        : throw Wrong(name, kind switch
        {
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.Array => "a list",
            _ => "an object",
        });

    private ServiceException Wrong(string name, string kind) => new("SerializationException", $"{path}{name} must be {kind}.");

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.GetString() is "",
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.EnumerateObject().All(member => IsEmpty(member.Value)),
        _ => false,
    };

    private static string Camel(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";
}
