using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fanout.Infra.Settings;

/// <summary>
/// One group of settings of a stack, read key by key. Every read declares the key with its default, what is allowed and
/// what it is for; every value that does not fit adds one sentence to the problems, and the default is used until they
/// are reported together.
/// </summary>
/// <param name="path">What stands before a key in a problem, such as <c>fanout:parallelMap.</c></param>
/// <param name="values">The section's values as JSON, by key.</param>
/// <param name="problems">Where problems are added.</param>
public sealed class SettingsSection(
    string path, IReadOnlyDictionary<string, JsonElement> values, ICollection<string> problems)
{
    private const int MostDigits = 28;
    private const int MostShown = 300;

    private readonly List<Setting> _declared = [];
    private readonly Dictionary<string, SettingsSection> _sections = [];

    /// <summary>The settings read so far, in their order.</summary>
    public IReadOnlyList<Setting> Declared => _declared;

    /// <summary>The nested sections read so far, by key.</summary>
    public IReadOnlyDictionary<string, SettingsSection> Sections => _sections;

    /// <summary>Reads a text that must match a pattern as a whole.</summary>
    public string Text(string key, string fallback, TextRule rule, string description)
    {
        string? problem = null;
        return Read(
            key, fallback, rule.Allowed, description,
            value => value.ValueKind == JsonValueKind.String && (problem = rule.ProblemOf(value.GetString()!)) is null
                ? (true, value.GetString()!)
                : (false, fallback),
            why: () => problem);
    }

    /// <summary>Reads a text that no problem, log or output may show; null where there is none.</summary>
    public Secret? Secret(string key, TextRule rule, string description)
    {
        _declared.Add(new Setting(key, "", rule.Allowed, description));
        if (!values.TryGetValue(key, out var given))
        {
            return null;
        }

        if (given.ValueKind == JsonValueKind.String && rule.ProblemOf(given.GetString()!) is null)
        {
            return new Secret(given.GetString()!);
        }

        problems.Add($"{path}{key} has a value that does not fit; allowed: {rule.Allowed}.");
        return null;
    }

    /// <summary>Reads a whole number from a range, given as a number or, as Pulumi does, as a text of digits.</summary>
    public int Integer(string key, int fallback, int minimum, int maximum, string description) =>
        Read(key, fallback, $"a whole number from {minimum} to {maximum}", description, value =>
        {
            var isNumber = int.TryParse(
                NumberText(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
            return (isNumber && number >= minimum && number <= maximum, number);
        });

    /// <summary>Reads a decimal number from a range, given as a number or, as Pulumi does, as a text.</summary>
    public decimal Decimal(string key, decimal fallback, decimal minimum, decimal maximum, string description)
    {
        var allowed = string.Create(CultureInfo.InvariantCulture, $"a number from {minimum} to {maximum}");
        return Read(key, fallback, allowed, description, value =>
        {
            var isNumber = decimal.TryParse(
                NumberText(value), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
            return (isNumber && number >= minimum && number <= maximum, number);
        });
    }

    /// <summary>Adds a problem where one number is not below another.</summary>
    public void RequireOrder(string lowerKey, decimal lower, string upperKey, decimal upper)
    {
        if (lower >= upper)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}{lowerKey} is {lower}; allowed: less than {upperKey}, which is {upper}."));
        }
    }

    /// <summary>Adds a problem where a value that was read does not fit another one.</summary>
    public void Require(bool fits, string key, string value, string allowed)
    {
        if (!fits)
        {
            problems.Add($"{path}{key} is {value}; allowed: {allowed}.");
        }
    }

    /// <summary>Reads true or false, given as such or, as Pulumi does, as a text.</summary>
    public bool Boolean(string key, bool fallback, string description) =>
        Read(key, fallback, "true or false", description, value => value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => (true, value.GetBoolean()),
            JsonValueKind.String when value.GetString() is "true" or "false" => (true, value.GetString() == "true"),
            _ => (false, fallback),
        });

    /// <summary>Reads one of the named values; the texts are the names in <paramref name="options"/>.</summary>
    public T OneOf<T>(string key, T fallback, IReadOnlyDictionary<string, T> options, string description) =>
        Read(key, fallback, $"one of {string.Join(", ", options.Keys)}", description, value =>
            value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                && options.TryGetValue(value.ToString(), out var option)
                ? (true, option)
                : (false, fallback),
            shown: options.First(option => Equals(option.Value, fallback)).Key);

    /// <summary>Reads a list of distinct texts, each of them one of <paramref name="options"/>; by default all.</summary>
    public IReadOnlyList<string> Names(string key, IReadOnlyCollection<string> options, string description)
    {
        var allowed = $"a list of one or more of {string.Join(", ", options)}";
        var chosen = Read(key, options.ToArray(), allowed, description, value =>
            value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
                && value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
                ? (true, value.EnumerateArray().Select(name => name.GetString()!).ToArray())
                : (false, []),
            shown: "all");
        foreach (var name in chosen.Where(name => !options.Contains(name)))
        {
            problems.Add($"{path}{key} names \"{name}\", which does not exist{ClosestName.Hint(name, options)}; allowed: {allowed}.");
        }

        foreach (var name in chosen.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key))
        {
            problems.Add($"{path}{key} names \"{name}\" more than once; allowed: {allowed}, each at most once.");
        }

        return chosen;
    }

    /// <summary>Reads an object of texts, by default an empty one.</summary>
    public IReadOnlyDictionary<string, string> Texts(
        string key, TextRule names, TextRule texts, string description, IReadOnlyDictionary<string, string>? fallback = null) =>
        Read(
            key,
            fallback ?? new Dictionary<string, string>(),
            $"an object whose names are each {names.Allowed}, and whose values are each {texts.Allowed}",
            description,
            value => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(entry =>
                names.ProblemOf(entry.Name) is null
                    && entry.Value.ValueKind == JsonValueKind.String && texts.ProblemOf(entry.Value.GetString()!) is null)
                ? (true, Members(key, value).ToDictionary(entry => entry.Key, entry => entry.Value.GetString()!))
                : (false, new Dictionary<string, string>()));

    /// <summary>Reads a nested section, an object.</summary>
    public SettingsSection Section(string key, string description)
    {
        var nested = Read(key, new Dictionary<string, JsonElement>(), "an object of settings", description, value =>
            value.ValueKind == JsonValueKind.Object ? (true, Members(key, value)) : (false, []));
        var section = new SettingsSection($"{path}{key}.", nested, problems);
        _sections.Add(key, section);
        return section;
    }

    /// <summary>Adds a problem for every key that was given but never read.</summary>
    /// <param name="originals">Names that are known from elsewhere, for which what takes their place is said.</param>
    public void RefuseUnknownKeys(IEnumerable<OriginalName> originals)
    {
        var known = _declared.Select(setting => setting.Key).ToArray();
        foreach (var key in values.Keys.Except(known).Order(StringComparer.Ordinal))
        {
            var why = originals.FirstOrDefault(original => original.Is(key)) is { } original
                ? $"is what the original calls it; here it is {original.Instead.Replace("`", "", StringComparison.Ordinal)}"
                : $"is no setting{ClosestName.Hint(key, known)}";
            problems.Add($"{path}{key} {why}; allowed here: {string.Join(", ", known)}.");
        }
    }

    private T Read<T>(
        string key,
        T fallback,
        string allowed,
        string description,
        Func<JsonElement, (bool Fits, T Value)> parse,
        string? shown = null,
        Func<string?>? why = null)
    {
        shown ??= fallback is string text ? text : JsonSerializer.Serialize(fallback);
        _declared.Add(new Setting(key, shown, allowed, description));
        if (!values.TryGetValue(key, out var given))
        {
            return fallback;
        }

        var (fits, value) = parse(given);
        if (fits)
        {
            return value;
        }

        var reason = why?.Invoke() is { Length: > 0 } problem ? $": {problem}" : "";
        problems.Add($"{path}{key} is {Shortened(given.GetRawText())}{reason}; allowed: {allowed}.");
        return fallback;
    }

    // JSON allows a name twice, and whichever counted, the other would be lost.
    private Dictionary<string, JsonElement> Members(string key, JsonElement value)
    {
        var members = value.EnumerateObject().GroupBy(entry => entry.Name).ToArray();
        foreach (var name in members.Where(same => same.Count() > 1).Select(same => same.Key))
        {
            problems.Add($"{path}{key} names \"{name}\" more than once; allowed: each name at most once.");
        }

        return members.ToDictionary(same => same.Key, same => same.Last().Value);
    }

    // A number as JSON writes it, without an exponent; empty where it is none, or has more digits than a decimal keeps.
    private static string NumberText(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && value.ToString() is { Length: <= MostDigits } text
            && Regex.IsMatch(text, @"\A-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\z")
            ? text
            : "";

    private static string Shortened(string text) =>
        text.Length <= MostShown ? text : $"{text[..MostShown]}... ({text.Length} characters)";
}
