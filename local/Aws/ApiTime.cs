using System.Text.Json.Nodes;

namespace Fanout.Local.Aws;

/// <summary>Times as APIs of JSON answer them.</summary>
internal static class ApiTime
{
    /// <summary>Seconds since 1970, with milliseconds behind the point.</summary>
    public static JsonNode Of(DateTimeOffset time) => JsonValue.Create(time.ToUnixTimeMilliseconds() / 1000.0);
}
