using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fanout.Local.Aws;

/// <summary>JSON as Step Functions sends it to services: without spaces, and with characters as they are.</summary>
internal static class CompactJson
{
    /// <summary>The options that write it.</summary>
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
