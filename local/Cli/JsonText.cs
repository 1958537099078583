using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fanout.Local.Cli;

/// <summary>JSON as commands print it: indented, with names in camel case.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text of a value.</summary>
    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Format);
}
