using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pulumi;

/// <summary>
/// JSON of what travels to a provider, spaced and escaped as protobuf's JSON mapping writes it: a provider is given this
/// text, and a change of one character is a change of the resource.
/// </summary>
internal static class WireJson
{
    // Characters that have no shape of their own, and the two that begin and end a tag.
    private const string Escaped = "<>\u00ad\u06dd\u070f\ufeff";

    private static readonly (char First, char Last)[] EscapedRanges =
    [
        ('\u0000', '\u001f'), ('\u007f', '\u009f'), ('\u0600', '\u0603'), ('\u17b4', '\u17b5'), ('\u200b', '\u200f'),
        ('\u2028', '\u202e'), ('\u2060', '\u2064'), ('\u206a', '\u206f'), ('\ud800', '\udfff'), ('\ufff9', '\ufffb'),
    ];

    /// <summary>The text of a value, with the fields in the order of their names.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        double number when double.IsFinite(number) => number.ToString("r", CultureInfo.InvariantCulture).ToLowerInvariant(),
        string text => Quoted(text),
        ImmutableArray<object?> list => Enclosed('[', list.Select(Of), ']'),
        ImmutableDictionary<string, object?> fields => Enclosed('{', fields
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => $"{Quoted(field.Key)}: {Of(field.Value)}"), '}'),
        _ => throw new InvalidOperationException($"{value} ({value.GetType().FullName}) is not a supported argument type in JSON."),
    };

    private static string Enclosed(char first, IEnumerable<string> parts, char last)
    {
        var text = string.Join(", ", parts);
        return text.Length == 0 ? $"{first} {last}" : $"{first} {text} {last}";
    }

    private static string Quoted(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var character in text)
        {
            result.Append(character switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                _ when IsEscaped(character) => $"\\u{(int)character:x4}",
                _ => $"{character}",
            });
        }

        return result.Append('"').ToString();
    }

    private static bool IsEscaped(char character) => Escaped.Contains(character)
        || Array.Exists(EscapedRanges, range => range.First <= character && character <= range.Last);
}
