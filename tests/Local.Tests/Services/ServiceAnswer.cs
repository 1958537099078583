using System.Text.Json;

namespace Fanout.Tests.Local.Services;

/// <summary>What a service answered.</summary>
internal sealed record ServiceAnswer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body's members.</summary>
    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>The error's code and message, in either protocol.</summary>
    public (string? Code, string? Message) Error => (
        Headers.GetValueOrDefault("x-amzn-ErrorType") ?? Json.GetProperty("__type").GetString(),
        (Json.TryGetProperty("message", out var message) ? message : Json.GetProperty("Message")).GetString());

    /// <summary>A member at a path of names.</summary>
    public JsonElement Member(params string[] names) => names.Aggregate(Json, (value, name) => value.GetProperty(name));
}
