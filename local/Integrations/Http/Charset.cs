using System.Text;

namespace Fanout.Local.Integrations.Http;

/// <summary>The charsets in which APIs answer, by the names that they have in content types.</summary>
internal static class Charset
{
    /// <summary>The charset of a name; null where there is none of it.</summary>
    /// <param name="name">
    /// A name of the registry of character sets (https://www.iana.org/assignments/character-sets), or what is commonly written
    /// for it, in any case. None is UTF-8, which is JSON's charset.
    /// </param>
    /// <param name="body">The text, whose byte order mark tells the order of UTF-16 and UTF-32.</param>
    /// <param name="invalid">What becomes of bytes that are no character.</param>
    public static Encoding? Find(string? name, ReadOnlySpan<byte> body, DecoderFallback invalid)
    {
        var known = name?.Trim('"', ' ').ToLowerInvariant() switch
        {
            null or "" or "utf8" => "utf-8",
            "latin1" or "latin-1" => "iso-8859-1",
            "cp1252" => "windows-1252",

            // Without a mark, the first byte is the highest (RFC 2781).
            "utf-16" or "utf16" => body is [0xff, 0xfe, ..] ? "utf-16le" : "utf-16be",
            "utf-32" or "utf32" => body is [0xff, 0xfe, 0, 0, ..] ? "utf-32le" : "utf-32be",
            var other => other,
        };
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(known, EncoderFallback.ExceptionFallback, invalid)
                ?? Encoding.GetEncoding(known, EncoderFallback.ExceptionFallback, invalid);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
