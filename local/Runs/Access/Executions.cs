using System.Text.Json;

using Fanout.Local.Aws;

namespace Fanout.Local.Runs.Access;

/// <summary>Starts executions of state machines and waits for their ends.</summary>
/// <param name="aws">The account.</param>
/// <param name="pace">How often it is asked.</param>
/// <param name="cleanup">Stops what still runs.</param>
internal sealed class Executions(AwsAccess aws, Pace pace, Cleanup cleanup)
{
    private const string Running = "RUNNING";

    // The state that failed is among the last events.
    private const int LastEvents = 100;

    /// <summary>Runs one execution to its end.</summary>
    /// <param name="machineArn">The state machine.</param>
    /// <param name="input">Its input.</param>
    /// <param name="name">Its name, which no other has had.</param>
    /// <param name="cancellation">Ends the wait; the cleaning stops the execution.</param>
    public async Task<ExecutionResult> RunAsync(string machineArn, object input, string name, CancellationToken cancellation)
    {
        var started = await aws.StatesAsync(
            "StartExecution", new { stateMachineArn = machineArn, name, input = JsonSerializer.Serialize(input) }, cancellation);
        var arn = started.GetProperty("executionArn").GetString()!;
        cleanup.Add($"The execution {arn}", token => StopAsync(arn, token));
        return await EndOfAsync(arn, cancellation);
    }

    /// <summary>Waits for the end of an execution.</summary>
    public async Task<ExecutionResult> EndOfAsync(string arn, CancellationToken cancellation)
    {
        var end = await pace.UntilAsync(() => DescribeAsync(arn, cancellation), answer => StatusOf(answer) != Running, cancellation);
        var result = new ExecutionResult(
            arn,
            StatusOf(end),
            TextOf(end, "output") is { } output ? JsonElement.Parse(output) : null,
            TextOf(end, "error"),
            TextOf(end, "cause"),
            TimeOf(end, "startDate"),
            TimeOf(end, "stopDate"));
        return result.Succeeded ? result : result with { FailedState = await FailedStateAsync(arn, cancellation) };
    }

    private Task<JsonElement> DescribeAsync(string arn, CancellationToken cancellation) =>
        aws.StatesAsync("DescribeExecution", new { executionArn = arn }, cancellation);

    private async Task StopAsync(string arn, CancellationToken cancellation)
    {
        if (StatusOf(await DescribeAsync(arn, cancellation)) == Running)
        {
            await aws.StatesAsync("StopExecution", new { executionArn = arn, error = "Stopped", cause = "The verification was ended." }, cancellation);
            await pace.UntilAsync(() => DescribeAsync(arn, cancellation), answer => StatusOf(answer) != Running, cancellation);
        }
    }

    private async Task<string?> FailedStateAsync(string arn, CancellationToken cancellation)
    {
        var history = await aws.StatesAsync(
            "GetExecutionHistory", new { executionArn = arn, reverseOrder = true, maxResults = LastEvents, includeExecutionData = false }, cancellation);
        return history.GetProperty("events").EnumerateArray()
            .Select(item => item.TryGetProperty("stateEnteredEventDetails", out var entered) ? TextOf(entered, "name") : null)
            .FirstOrDefault(name => name is not null);
    }

    private static string StatusOf(JsonElement execution) => execution.GetProperty("status").GetString()!;

    private static string? TextOf(JsonElement value, string name) => value.TryGetProperty(name, out var text) ? text.GetString() : null;

    // Seconds since 1970, with a fraction.
    private static DateTimeOffset TimeOf(JsonElement execution, string name) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(Math.Round(execution.GetProperty(name).GetDouble() * 1000));
}
