namespace Fanout.Local.Services.Lambda;

/// <summary>How a function logs ("LoggingConfig", AWS Lambda API Reference).</summary>
/// <param name="Format"><c>Text</c> or <c>JSON</c>.</param>
/// <param name="ApplicationLevel">The least level of its own lines; null for text, which has no levels.</param>
/// <param name="SystemLevel">The least level of the platform's lines; null for text.</param>
public sealed record FunctionLogging(string Format, string? ApplicationLevel, string? SystemLevel)
{
    /// <summary>What holds where nothing is said.</summary>
    public static FunctionLogging Text { get; } = new("Text", null, null);
}
