using System.Text.Json;
using Fanout.Infra.Settings;

namespace Fanout.Infra.StatesLanguage.Rules;

/// <summary>Which fields the objects of a definition may and must have.</summary>
internal static class FieldRules
{
    private const string Transition = " Assign Output Next End";
    private const string ErrorHandling = " Retry Catch";
    private const string AnyState = "Type Comment QueryLanguage";

    /// <summary>A field list: all that are allowed, the required ones marked with an exclamation mark.</summary>
    public const string Machine = "Comment QueryLanguage StartAt! States! TimeoutSeconds Version";
    public const string Branch = "Comment StartAt! States!";
    public const string Processor = Branch + " ProcessorConfig";
    public const string ProcessorConfig = "Mode ExecutionType";
    public const string Retrier = "ErrorEquals! IntervalSeconds MaxAttempts BackoffRate MaxDelaySeconds JitterStrategy Comment";
    public const string Catcher = "ErrorEquals! Next! Assign Output Comment";
    public const string ChoiceRule = "Condition! Next! Assign Output Comment";
    public const string ItemReader = "Resource! Arguments ReaderConfig";
    public const string ReaderConfig =
        "InputType ManifestType Transformation CSVDelimiter CSVHeaderLocation CSVHeaders ItemsPointer MaxItems";
    public const string ItemBatcher = "MaxItemsPerBatch MaxInputBytesPerBatch BatchInput";
    public const string ResultWriter = "Resource Arguments WriterConfig";
    public const string WriterConfig = "Transformation OutputType";

    /// <summary>The fields of each type of state.</summary>
    public static IReadOnlyDictionary<string, string> States { get; } = new Dictionary<string, string>
    {
        ["Pass"] = AnyState + Transition,
        ["Task"] = AnyState + " Resource! Arguments Credentials TimeoutSeconds HeartbeatSeconds" + ErrorHandling + Transition,
        ["Choice"] = AnyState + " Choices! Default Assign Output",
        ["Wait"] = AnyState + " Seconds Timestamp" + Transition,
        ["Succeed"] = AnyState + " Output",
        ["Fail"] = AnyState + " Error Cause",
        ["Parallel"] = AnyState + " Arguments Branches!" + ErrorHandling + Transition,
        ["Map"] = AnyState + " Items ItemReader ItemSelector ItemBatcher ItemProcessor! MaxConcurrency"
            + " ToleratedFailureCount ToleratedFailurePercentage Label ResultWriter" + ErrorHandling + Transition,
    };

    /// <summary>Reports unknown and missing fields.</summary>
    /// <param name="scope">Where the object is.</param>
    /// <param name="kind">What the object is, in words.</param>
    /// <param name="value">The object.</param>
    /// <param name="fields">A field list.</param>
    public static void Check(Scope scope, string kind, JsonElement value, string fields)
    {
        var list = fields.Split(' ');
        var allowed = list.Select(field => field.TrimEnd('!')).ToArray();
        var given = value.EnumerateObject().Select(field => field.Name).ToArray();
        foreach (var name in given.Except(allowed))
        {
            scope.Report(LanguageRules.IsJsonPathField(name)
                ? $"has the field {name}, which belongs to JSONPath; {LanguageRules.OnlyJsonata}"
                : $"has the field {name}, which {kind} does not have{ClosestName.Hint(name, allowed)}; allowed: {string.Join(", ", allowed)}");
        }

        foreach (var name in list.Where(field => field.EndsWith('!')).Select(field => field.TrimEnd('!')).Except(given))
        {
            scope.Report($"lacks the field {name}, which {kind} needs");
        }
    }

    /// <summary>A field that must be an object where it is given.</summary>
    public static JsonElement? Object(Scope scope, JsonElement parent, string name) => Of(scope, parent, name, JsonValueKind.Object, "an object");

    /// <summary>A field that must be a text where it is given.</summary>
    public static string? Text(Scope scope, JsonElement parent, string name) =>
        Of(scope, parent, name, JsonValueKind.String, "a text")?.GetString();

    /// <summary>Whether a field is a certain text.</summary>
    public static bool IsText(JsonElement parent, string name, string text) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    /// <summary>A field that must be one of some texts where it is given.</summary>
    public static string? OneOf(Scope scope, JsonElement parent, string name, params string[] options)
    {
        var text = Text(scope, parent, name);
        if (text is not null && !options.Contains(text))
        {
            scope.Report($"has \"{text}\" as its {name}{ClosestName.Hint(text, options)}; allowed: {string.Join(", ", options)}");
        }

        return text;
    }

    /// <summary>The elements of a field that must be a non-empty array where it is given.</summary>
    public static IEnumerable<JsonElement> Array(Scope scope, JsonElement parent, string name)
    {
        var array = Of(scope, parent, name, JsonValueKind.Array, "an array");
        if (array?.GetArrayLength() == 0)
        {
            scope.Report($"has an empty {name}; at least one entry is needed");
        }

        return array?.EnumerateArray() ?? Enumerable.Empty<JsonElement>();
    }

    private static JsonElement? Of(Scope scope, JsonElement parent, string name, JsonValueKind kind, string words)
    {
        if (!parent.TryGetProperty(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == kind)
        {
            return value;
        }

        scope.Report($"has {Words.Of(value)} as its {name}; it must be {words}");
        return null;
    }
}
