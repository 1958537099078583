using System.Text.Json;

namespace Fanout.Local.Services.Lambda;

/// <summary>How an invocation ended.</summary>
/// <param name="Payload">The function's result, or the description of its error, as JSON.</param>
/// <param name="Status">How Lambda's own log says that it ended.</param>
public sealed record InvocationResult(byte[] Payload, InvocationStatus Status)
{
    /// <summary>Whether the function failed ("FunctionError" of the Invoke API).</summary>
    public bool IsError => !Status.IsSuccess;

    /// <summary>The last 4 KB of what was logged of it, as UTF-8 ("LogResult" of the Invoke API).</summary>
    public byte[] LogTail { get; init; } = [];

    /// <summary>How long the function took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How long its process took to start; none where it was there already.</summary>
    public TimeSpan InitDuration { get; init; }

    /// <summary>What is billed of its time, before it is rounded ("AWS Lambda Pricing": the start of an environment counts).</summary>
    public TimeSpan BilledDuration => Duration + InitDuration;

    /// <summary>An error that the platform reports in the function's place.</summary>
    public static InvocationResult Error(string errorType, string errorMessage, InvocationStatus? status = null) =>
        new(JsonSerializer.SerializeToUtf8Bytes(new { errorType, errorMessage }), status ?? new InvocationStatus("error", errorType));
}
