using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// Values of results. DuckDB gives each as a text, so that none loses a digit on its way; the type says what it is.
/// </summary>
internal static class Value
{
    private const long MillisecondsASecond = 1000;

    /// <summary>A value as Athena writes it into results; null for NULL.</summary>
    /// <param name="text">What DuckDB gives; of nested values, the JSON of the texts in them.</param>
    /// <param name="type">Its type.</param>
    /// <exception cref="QueryFailedException">Athena has no such value.</exception>
    public static string? Athena(string? text, SqlType type) =>
        text is null ? null : type.IsNested ? AthenaNested(JsonElement.Parse(text), type) : AthenaSimple(text, type);

    /// <summary>
    /// A value as JSON, as a distributed Map gives it to its children: numbers as numbers with all their digits, timestamps
    /// as milliseconds since 1970, lists and structs nested. Dates are texts (yyyy-MM-dd), bytes are Base64, NaN and the
    /// infinities, for which JSON has no number, are texts.
    /// </summary>
    /// <inheritdoc cref="Athena"/>
    public static string Json(string? text, SqlType type) =>
        text is null ? "null" : type.IsNested ? JsonNested(JsonElement.Parse(text), type) : JsonSimple(text, type);

    /// <summary>A text as JSON.</summary>
    public static string Quoted(string text)
    {
        var json = new StringBuilder("\"", text.Length + 2);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append(@"\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => json.Append(letter),
            };
        }
        return json.Append('"').ToString();
    }

    private static string AthenaSimple(string text, SqlType type) => type.Name switch
    {
        "DOUBLE" => Number(double.Parse(Readable(text), CultureInfo.InvariantCulture), number => number.Java),
        "FLOAT" => Number(float.Parse(Readable(text), CultureInfo.InvariantCulture), number => number.Java),
        "BLOB" => string.Join(' ', Bytes(text).Select(part => part.ToString("x2", CultureInfo.InvariantCulture))),
        "TIMESTAMP WITH TIME ZONE" => $"{Milliseconds(text)} UTC",
        _ => type.IsTimestamp ? Milliseconds(text) : type.IsDecimal ? Plain(text) : text,
    };

    private static string JsonSimple(string text, SqlType type) => type.Name switch
    {
        "BOOLEAN" or "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER"
            or "UBIGINT" or "UHUGEINT" => text,
        "DOUBLE" => Finite(Number(double.Parse(Readable(text), CultureInfo.InvariantCulture), number => number.JavaScript)),
        "FLOAT" => Finite(Number(float.Parse(Readable(text), CultureInfo.InvariantCulture), number => number.JavaScript)),
        "BLOB" => Quoted(Convert.ToBase64String(Bytes(text))),
        _ => type.IsDecimal ? Plain(text)
            : type.IsTimestamp ? Epoch(Milliseconds(text)).ToString(CultureInfo.InvariantCulture)
            : Quoted(text),
    };

    private static string AthenaNested(JsonElement value, SqlType type)
    {
        string Part(JsonElement part, SqlType partType) =>
            part.ValueKind == JsonValueKind.Null ? "null"
                : partType.IsNested ? AthenaNested(part, partType)
                : AthenaSimple(part.GetString()!, partType);
        return type.Name switch
        {
            "LIST" => $"[{string.Join(", ", value.EnumerateArray().Select(item => Part(item, type.Parts[0].Type)))}]",
            "MAP" => $"{{{string.Join(", ", value.EnumerateObject().Select(entry => $"{AthenaSimple(entry.Name, type.Parts[0].Type)}={Part(entry.Value, type.Parts[1].Type)}"))}}}",
            _ => $"{{{string.Join(", ", value.EnumerateObject().Zip(type.Parts).Select(member => $"{member.First.Name}={Part(member.First.Value, member.Second.Type)}"))}}}",
        };
    }

    private static string JsonNested(JsonElement value, SqlType type)
    {
        string Part(JsonElement part, SqlType partType) =>
            part.ValueKind == JsonValueKind.Null ? "null"
                : partType.IsNested ? JsonNested(part, partType)
                : JsonSimple(part.GetString()!, partType);
        return type.Name switch
        {
            "LIST" => $"[{string.Join(',', value.EnumerateArray().Select(item => Part(item, type.Parts[0].Type)))}]",
            "MAP" => $"{{{string.Join(',', value.EnumerateObject().Select(entry => $"{Quoted(AthenaSimple(entry.Name, type.Parts[0].Type))}:{Part(entry.Value, type.Parts[1].Type)}"))}}}",
            _ => $"{{{string.Join(',', value.EnumerateObject().Zip(type.Parts).Select(member => $"{Quoted(member.First.Name)}:{Part(member.First.Value, member.Second.Type)}"))}}}",
        };
    }

    // As .NET reads them.
    private static string Readable(string text) => text switch { "inf" => "Infinity", "-inf" => "-Infinity", "nan" => "NaN", _ => text };

    private static string Number<T>(T value, Func<ShortestNumber, string> write)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return T.IsFinite(value) ? write(ShortestNumber.Parse(text)) : text;
    }

    // DuckDB writes no zero before the point of a decimal that has as many decimals as digits.
    private static string Plain(string text) =>
        text.StartsWith('.') ? $"0{text}" : text.StartsWith("-.", StringComparison.Ordinal) ? $"-0{text[1..]}" : text;

    private static string Finite(string number) => char.IsAsciiDigit(number[^1]) ? number : Quoted(number);

    /// <summary>The bytes of a text that has <c>\xHH</c> for those that are no letters, and for the backslash.</summary>
    private static byte[] Bytes(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                bytes.Add(byte.Parse(text.AsSpan(at + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                at += 3;
            }
            else
            {
                bytes.Add((byte)text[at]);
            }
        }
        return [.. bytes];
    }

    /// <summary>A timestamp with three digits after its second, of as many as there are; without its zone, which is UTC.</summary>
    private static string Milliseconds(string text)
    {
        const int Seconds = 19;
        if (text.Length < Seconds || text[4] != '-' || text[10] != ' ' || text.Contains("BC", StringComparison.Ordinal))
        {
            throw new QueryFailedException("NOT_SUPPORTED", $"the local Athena gives timestamps of the years 1 to 9999, not {text}");
        }
        var fraction = text[Seconds..].Split('+')[0].TrimStart('.');
        return $"{text[..Seconds]}.{fraction.PadRight(3, '0')[..3]}";
    }

    private static long Epoch(string timestamp) =>
        DateTime.ParseExact(timestamp, "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
            .Subtract(DateTime.UnixEpoch).Ticks / (TimeSpan.TicksPerSecond / MillisecondsASecond);
}
