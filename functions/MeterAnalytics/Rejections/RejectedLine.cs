using System.Text;
using System.Text.Json.Serialization;
using Fanout.Functions.MeterAnalytics.Objects;

namespace Fanout.Functions.MeterAnalytics.Rejections;

/// <summary>A line that cannot be written, as the queue gets it.</summary>
/// <param name="Bucket">The bucket of the file.</param>
/// <param name="Key">The file's key.</param>
/// <param name="Line">The line, from 1 on; 1 where the whole file is rejected by its header, 0 where it has no lines.</param>
/// <param name="Text">The line as it is, of long ones the beginning.</param>
/// <param name="Reason">All that is wrong with it.</param>
internal sealed record RejectedLine(string Bucket, string Key, long Line, string Text, string Reason)
{
    // Ten messages, each character escaped with six bytes, stay well below the quota of one request.
    private const int LongestText = 2_000;

    /// <summary>Creates a rejection of a line.</summary>
    public static RejectedLine Of(ObjectPath file, long line, ReadOnlySpan<byte> text, string reason) =>
        new(file.Bucket, file.Key, line, Shorten(Encoding.UTF8.GetString(text)), reason);

    private static string Shorten(string text)
    {
        if (text.Length <= LongestText)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
        return $"{text.AsSpan(0, length)}… ({text.Length} characters)";
    }
}

/// <summary>Writes messages without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RejectedLine))]
internal sealed partial class RejectedLineJson : JsonSerializerContext;
