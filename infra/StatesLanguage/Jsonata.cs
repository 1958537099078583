using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fanout.Infra.StatesLanguage;

/// <summary>JSONata expressions as fields of a definition hold them ("Transforming data with JSONata in Step Functions").</summary>
public static class Jsonata
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An expression, <c>{% ... %}</c>.</summary>
    public static string Of(string expression) => $"{{% {expression} %}}";

    /// <summary>A text as a field that may hold an expression takes it, even where it looks like one.</summary>
    public static string Text(string value) =>
        value.StartsWith("{%", StringComparison.Ordinal) || value.EndsWith("%}", StringComparison.Ordinal)
            ? Of(Literal(value))
            : value;

    /// <summary>A value as a literal within an expression, whatever characters a text holds.</summary>
    public static string Literal(string value) => JsonSerializer.Serialize(value, Readable);
}
