using System.Globalization;
using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Cost;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Services.Scheduler;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.Stacks;

/// <summary>Fires the schedules of a cloud, by hand and whatever their state is: no clock does.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="execute">Runs an execution: the state machine's ARN, the input, the execution's name.</param>
public sealed class Scheduler(LocalCloud cloud, Func<string, JsonElement, string, CancellationToken, Task<ExecutionOutcome>> execute)
{
    /// <summary>Starts the state machine of a schedule as the service would now, and waits for the execution's end.</summary>
    /// <param name="name">The schedule's name.</param>
    /// <param name="input">An input in the place of the schedule's own, as JSON.</param>
    /// <param name="cancellation">Aborts the execution.</param>
    /// <exception cref="LocalException">
    /// There is no such schedule, or the execution could not be started; then the schedule's dead-letter queue has the input.
    /// </exception>
    public async Task<ExecutionOutcome> FireAsync(string name, string? input, CancellationToken cancellation)
    {
        if (!cloud.Schedules.TryGetValue(name, out var schedule))
        {
            throw new LocalException($"No schedule {name} is deployed; deployed are: {string.Join(", ", cloud.Schedules.Keys)}.");
        }

        var executionId = Guid.NewGuid().ToString();
        var time = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        // "Adding context attributes in EventBridge Scheduler".
        var text = (input ?? schedule.Input)
            .Replace("<aws.scheduler.schedule-arn>", schedule.Arn, StringComparison.Ordinal)
            .Replace("<aws.scheduler.scheduled-time>", time, StringComparison.Ordinal)
            .Replace("<aws.scheduler.execution-id>", executionId, StringComparison.Ordinal)
            .Replace("<aws.scheduler.attempt-number>", "1", StringComparison.Ordinal);
        if (Problem(schedule, text) is not var (code, message))
        {
            cloud.Usage.Add(Caller.NameOf(schedule.RoleArn), Prices.ScheduledInvocation, 1);
            return await execute(schedule.StateMachineArn, JsonElement.Parse(text), executionId, cancellation);
        }

        var kept = await KeepAsync(schedule, text, [
            ("ERROR_CODE", "String", code),
            ("ERROR_MESSAGE", "String", message),
            ("EXECUTION_ID", "String", executionId),
            ("IS_PAYLOAD_TRUNCATED", "String", "false"),
            ("RETRY_ATTEMPTS", "String", "0"),
            ("SCHEDULED_TIME", "String", time),
            ("SCHEDULE_ARN", "String", schedule.Arn),
            ("TARGET_ARN", "String", schedule.StateMachineArn),
        ], cancellation);
        throw new LocalException($"The schedule {name} could not start {schedule.StateMachineArn}: {message}; {kept}.");
    }

    // None of these is worth a retry.
    private (string Code, string Message)? Problem(Schedule schedule, string input)
    {
        var start = new RequestedAction("states:StartExecution", schedule.StateMachineArn);
        if (cloud.Iam.Decide(Caller.Of(schedule.RoleArn), start).Denial is { } denial)
        {
            return ("AccessDeniedException", denial.Message);
        }

        if (cloud.StateMachines.Find(schedule.StateMachineArn) is null)
        {
            return ("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{schedule.StateMachineArn}'");
        }

        try
        {
            return Interpreter.IsTooLarge(JsonElement.Parse(input))
                ? ("InvalidExecutionInput", $"Invalid State Machine Execution Input: at most {Quotas.Payload} bytes are allowed")
                : null;
        }
        catch (JsonException problem)
        {
            return ("InvalidExecutionInput", $"Invalid State Machine Execution Input: '{problem.Message}'");
        }
    }

    private async Task<string> KeepAsync(
        Schedule schedule, string input, IEnumerable<(string Name, string Type, string Value)> attributes, CancellationToken cancellation)
    {
        if (schedule.DeadLetterQueue is not { } queue)
        {
            return "the input is lost, as the schedule has no dead-letter queue";
        }

        try
        {
            await cloud.Messages.SendAsync(queue, input, attributes, cloud.CredentialsOf(schedule.RoleArn), cancellation);
            return $"the input is in {queue}";
        }
        catch (Exception problem) when (problem is AwsErrorException or HttpRequestException)
        {
            return $"the input is lost, as {queue} did not take it: {problem.Message}";
        }
    }
}
