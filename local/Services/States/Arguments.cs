using System.Text.Json;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.States;

/// <summary>The arguments of a request, checked as the service's model has them; a null is as good as nothing.</summary>
/// <param name="json">The arguments, an object.</param>
/// <param name="path">What stands before the names of members in errors.</param>
internal sealed class Arguments(JsonElement json, string path = "")
{
    // The members that the service's model marks as sensitive: errors do not repeat them.
    private static readonly string[] Sensitive = ["cause", "definition", "description", "error", "input", "output", "versionDescription"];

    /// <summary>The arguments of a call.</summary>
    /// <exception cref="ServiceException">They are no object.</exception>
    public static Arguments Of(ServiceCall call) => new(call.Json);

    /// <summary>A text that must be there.</summary>
    /// <exception cref="ServiceException">It is missing, or has another type or length.</exception>
    public string RequiredText(string name, int longest, int shortest = 1) =>
        Text(name, longest, shortest) ?? throw Missing(name);

    /// <summary>A text; null where it is not given.</summary>
    /// <exception cref="ServiceException">It has another type or length.</exception>
    public string? Text(string name, int longest, int shortest = 0)
    {
        var text = Member(name, "a string", JsonValueKind.String)?.GetString();
        return text is null || (text.Length >= shortest && text.Length <= longest) ? text
            : text.Length < shortest ? throw Invalid(name, text, $"Member must have length greater than or equal to {shortest}")
            : throw Invalid(name, text, $"Member must have length less than or equal to {longest}");
    }

    /// <summary>One of some texts; null where it is not given.</summary>
    /// <exception cref="ServiceException">It is none of them.</exception>
    public string? Choice(string name, params string[] allowed) =>
        Text(name, int.MaxValue) is not { } text ? null
        : allowed.Contains(text) ? text
        : throw Invalid(name, text, $"Member must satisfy enum value set: [{string.Join(", ", allowed)}]");

    /// <summary>A whole number; null where it is not given.</summary>
    /// <exception cref="ServiceException">It has another type, or is out of its range.</exception>
    public long? Whole(string name, long most)
    {
        if (Member(name, "an integer", JsonValueKind.Number) is not { } value)
        {
            return null;
        }

        return !value.TryGetInt64(out var number) ? throw WrongType(name, "an integer")
            : number < 0 ? throw Invalid(name, $"{number}", "Member must have value greater than or equal to 0")
            : number > most ? throw Invalid(name, $"{number}", $"Member must have value less than or equal to {most}")
            : number;
    }

    /// <summary>A share in percent; null where it is not given.</summary>
    /// <exception cref="ServiceException">It has another type, or is out of its range.</exception>
    public double? Percentage(string name) => Member(name, "a number", JsonValueKind.Number)?.GetDouble() switch
    {
        null => null,
        < 0 and var number => throw Invalid(name, $"{number}", "Member must have value greater than or equal to 0"),
        > 100 and var number => throw Invalid(name, $"{number}", "Member must have value less than or equal to 100"),
        var number => number,
    };

    /// <summary>A boolean.</summary>
    /// <exception cref="ServiceException">It has another type.</exception>
    public bool Flag(string name, bool byDefault) =>
        Member(name, "a boolean", JsonValueKind.True, JsonValueKind.False)?.GetBoolean() ?? byDefault;

    /// <summary>A structure; null where it is not given.</summary>
    /// <exception cref="ServiceException">It has another type.</exception>
    public Arguments? Structure(string name) =>
        Member(name, "an object", JsonValueKind.Object) is { } value ? new Arguments(value, $"{path}{name}.") : null;

    /// <summary>A list of structures; null where it is not given.</summary>
    /// <exception cref="ServiceException">It has another type.</exception>
    public IReadOnlyList<Arguments>? Structures(string name) => Member(name, "a list", JsonValueKind.Array) is { } value
        ? [.. value.EnumerateArray().Select((item, index) => item.ValueKind == JsonValueKind.Object
            ? new Arguments(item, $"{path}{name}.{index + 1}.member.")
            : throw WrongType($"{name}.{index + 1}.member", "an object"))]
        : null;

    /// <summary>A list of texts that must be there.</summary>
    /// <exception cref="ServiceException">It is missing or has another type.</exception>
    public IReadOnlyList<string> RequiredTexts(string name) => Member(name, "a list", JsonValueKind.Array) is { } value
        ? [.. value.EnumerateArray().Select((item, index) => item.ValueKind == JsonValueKind.String
            ? item.GetString()!
            : throw WrongType($"{name}.{index + 1}.member", "a string"))]
        : throw Missing(name);

    /// <summary>The error about a member that is missing.</summary>
    public ServiceException Missing(string name) => new(
        "ValidationException",
        $"1 validation error detected: Value null at '{path}{name}' failed to satisfy constraint: Member must not be null");

    private JsonElement? Member(string name, string type, params ReadOnlySpan<JsonValueKind> kinds) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : kinds.Contains(value.ValueKind) ? value
        : throw WrongType(name, type);

    private ServiceException WrongType(string name, string type) =>
        new("SerializationException", $"'{path}{name}' must be {type}.");

    private ServiceException Invalid(string name, string value, string constraint) => new(
        "ValidationException",
        $"1 validation error detected: Value {(Sensitive.Contains(name) ? "" : $"'{value}' ")}at '{path}{name}' failed to satisfy constraint: {constraint}");
}
