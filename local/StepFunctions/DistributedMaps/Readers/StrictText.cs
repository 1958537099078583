using System.Text;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>Texts in UTF-8, of which none is changed: bytes that are something else end the reading.</summary>
internal static class StrictText
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A reader that leaves out a byte order mark and throws <see cref="DecoderFallbackException"/>.</summary>
    public static StreamReader Reader(Stream content) => new(content, Encoding);
}
