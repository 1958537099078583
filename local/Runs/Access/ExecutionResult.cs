using System.Text.Json;

namespace Fanout.Local.Runs.Access;

/// <summary>How an execution ended, as DescribeExecution tells it.</summary>
/// <param name="Arn">The execution.</param>
/// <param name="Status">Its status, such as <c>SUCCEEDED</c>.</param>
/// <param name="Output">Its output; null where it has none.</param>
/// <param name="Error">The error's name.</param>
/// <param name="Cause">The error's cause.</param>
/// <param name="Start">When it started.</param>
/// <param name="Stop">When it ended.</param>
public sealed record ExecutionResult(
    string Arn, string Status, JsonElement? Output, string? Error, string? Cause, DateTimeOffset Start, DateTimeOffset Stop)
{
    /// <summary>Whether it succeeded.</summary>
    public bool Succeeded => Status == "SUCCEEDED";

    /// <summary>The state that failed, as its history tells; null where none did.</summary>
    public string? FailedState { get; init; }
}
