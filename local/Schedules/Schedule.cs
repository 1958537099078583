using System.Collections.Immutable;
using Fanout.Infra.Settings;
using Fanout.Local.Cloud;

namespace Fanout.Local.Schedules;

/// <summary>A schedule of EventBridge Scheduler that starts a state machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Group">The group that it is in.</param>
/// <param name="StateMachineArn">The state machine.</param>
/// <param name="RoleArn">The role that it acts for.</param>
/// <param name="Input">The input of the executions, as JSON.</param>
/// <param name="DeadLetterQueue">The ARN of the queue that gets what could not be started.</param>
public sealed record Schedule(
    string Name, string Arn, string Group, string StateMachineArn, string RoleArn, string Input, string? DeadLetterQueue)
{
    private const double LongestWindow = 1440;
    private const string DefaultGroup = "default";

    /// <summary>Reads the inputs of <c>aws:scheduler/schedule:Schedule</c>.</summary>
    /// <param name="resource">The schedule.</param>
    /// <exception cref="LocalException">The service would refuse it, or its target is no state machine.</exception>
    public static Schedule Of(CloudResource resource)
    {
        var expression = resource.RequiredText("scheduleExpression");
        if (ScheduleExpression.ProblemOf(expression) is { } problem)
        {
            throw new LocalException($"Invalid Schedule Expression {expression}: {problem}.");
        }

        if (resource.Text("scheduleExpressionTimezone") is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            throw new LocalException($"scheduleExpressionTimezone is \"{zone}\"; allowed: a name of the time zone database, such as Europe/Berlin.");
        }

        CheckWindow(resource.Map("flexibleTimeWindow") ?? throw new LocalException("flexibleTimeWindow is required."));
        var target = resource.Map("target") ?? throw new LocalException("target is required.");
        var machine = Text(target, "arn");
        if (machine.Split(':') is not ["arn", _, "states", _, _, "stateMachine", _])
        {
            throw new LocalException($"target.arn is \"{machine}\"; the local cloud starts state machines only.");
        }

        var queue = (target.GetValueOrDefault("deadLetterConfig") as ImmutableDictionary<string, object>)?.GetValueOrDefault("arn") as string;
        if (queue is not null && (queue.Split(':') is not [_, _, "sqs", _, _, _] || queue.EndsWith(".fifo", StringComparison.Ordinal)))
        {
            throw new LocalException($"target.deadLetterConfig.arn is \"{queue}\"; allowed: the ARN of a standard queue.");
        }

        return new Schedule(
            resource.Name,
            resource.Arn,
            resource.Text("groupName") ?? DefaultGroup,
            machine,
            Text(target, "roleArn"),
            target.GetValueOrDefault("input") as string ?? "{}",
            queue);
    }

    private static void CheckWindow(ImmutableDictionary<string, object> window)
    {
        var minutes = window.GetValueOrDefault("maximumWindowInMinutes") as double?;
        var isAllowed = window.GetValueOrDefault("mode") switch
        {
            "OFF" => minutes is null,
            "FLEXIBLE" => minutes is >= 1 and <= LongestWindow,
            _ => false,
        };
        if (!isAllowed)
        {
            throw new LocalException(
                $"flexibleTimeWindow must have the mode OFF, or FLEXIBLE and maximumWindowInMinutes from 1 to {LongestWindow}.");
        }
    }

    private static string Text(ImmutableDictionary<string, object> target, string input) =>
        target.GetValueOrDefault(input) as string ?? throw new LocalException($"target.{input} is required.");
}
