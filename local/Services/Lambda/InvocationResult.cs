using System.Text.Json;

namespace Fanout.Local.Services.Lambda;

/// <summary>How an invocation ended.</summary>
/// <param name="Payload">The function's result, or the description of its error, as JSON.</param>
/// <param name="IsError">Whether the function failed ("FunctionError" of the Invoke API).</param>
public sealed record InvocationResult(byte[] Payload, bool IsError)
{
    /// <summary>The last 4 KB of what the function logged, as UTF-8 ("LogResult" of the Invoke API).</summary>
    public byte[] LogTail { get; init; } = [];

    /// <summary>How long it took, with the start of its process where it was the first.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>An error that the platform reports in the function's place.</summary>
    public static InvocationResult Error(string errorType, string errorMessage) =>
        new(JsonSerializer.SerializeToUtf8Bytes(new { errorType, errorMessage }), IsError: true);
}
