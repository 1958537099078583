using System.Text.Json;

namespace Fanout.Local.Services.Lambda;

/// <summary>How a function logs ("LoggingConfig", AWS Lambda API Reference).</summary>
/// <param name="Format"><c>Text</c> or <c>JSON</c>.</param>
/// <param name="ApplicationLevel">The least level of its own lines; null for text, which has no levels.</param>
/// <param name="SystemLevel">The least level of the platform's lines; null for text.</param>
public sealed record FunctionLogging(string Format, string? ApplicationLevel, string? SystemLevel)
{
    private const string Unknown = "INFO";

    private static readonly string[] Levels = ["TRACE", "DEBUG", Unknown, "WARN", "ERROR", "FATAL"];

    /// <summary>What holds where nothing is said.</summary>
    public static FunctionLogging Text { get; } = new("Text", null, null);

    /// <summary>Whether a line of the function's own is logged ("Log-level filtering"): one that names no level is INFO.</summary>
    public bool Keeps(string line) => ApplicationLevel is null || Array.IndexOf(Levels, LevelOf(line)) >= Array.IndexOf(Levels, ApplicationLevel);

    private static string LevelOf(string line)
    {
        try
        {
            return line.StartsWith('{') && JsonElement.Parse(line).TryGetProperty("level", out var level) && level.ValueKind == JsonValueKind.String
                ? Levels.FirstOrDefault(known => known.Equals(level.GetString(), StringComparison.OrdinalIgnoreCase)) ?? Unknown
                : Unknown;
        }
        catch (JsonException)
        {
            return Unknown;
        }
    }
}
