using System.Text.Json;
using System.Text.RegularExpressions;
using Fanout.Infra.Settings;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Scheduler;

/// <summary>A schedule of EventBridge Scheduler that starts a state machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Group">The group that it is in.</param>
/// <param name="StateMachineArn">The state machine.</param>
/// <param name="RoleArn">The role that it acts for.</param>
/// <param name="Input">The input of the executions, as JSON.</param>
/// <param name="DeadLetterQueue">The ARN of the queue that gets what could not be started.</param>
public sealed partial record Schedule(
    string Name, string Arn, string Group, string StateMachineArn, string RoleArn, string Input, string? DeadLetterQueue)
{
    /// <summary>The group of schedules that name none, which every account has.</summary>
    public const string DefaultGroup = "default";

    private const int LongestWindow = 1440;
    /// <summary>How old an event may become before it is given up, in seconds, where a schedule does not say.</summary>
    public const int LongestAge = 86_400;
    /// <summary>How often a start is tried again, where a schedule does not say.</summary>
    public const int MostRetries = 185;

    /// <summary>What tells it from all others: its name, with its group's where that is another than the default.</summary>
    public string Key => KeyOf(Group, Name);

    /// <summary>The schedule as it was given ("CreateSchedule").</summary>
    public JsonElement Definition { get; init; }

    /// <summary>What the names of schedules and groups must match.</summary>
    [GeneratedRegex("[0-9a-zA-Z-_.]{1,64}")]
    public static partial Regex NamePattern { get; }

    /// <summary>What tells a schedule of a group from all others.</summary>
    public static string KeyOf(string group, string name) => group == DefaultGroup ? name : $"{group}/{name}";

    /// <summary>Reads a schedule ("CreateSchedule").</summary>
    /// <param name="account">The account that it is in.</param>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">The request.</param>
    /// <exception cref="LocalException">The service would refuse it, or its target is no state machine.</exception>
    public static Schedule Of(AwsAccount account, string name, ApiArguments arguments)
    {
        ApiArguments.Checked("Name", name, NamePattern);
        arguments.OptionalText("Description", 512);
        arguments.Choice("State", "ENABLED", "DISABLED");
        arguments.Choice("ActionAfterCompletion", "NONE", "DELETE");
        var expression = arguments.Text("ScheduleExpression");
        if (ScheduleExpression.ProblemOf(expression) is { } problem)
        {
            throw new LocalException($"Invalid Schedule Expression {expression}: {problem}.");
        }

        if (arguments.OptionalText("ScheduleExpressionTimezone") is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            throw new LocalException($"ScheduleExpressionTimezone is \"{zone}\"; allowed: a name of the time zone database, such as Europe/Berlin.");
        }

        CheckWindow(arguments.Object("FlexibleTimeWindow"));
        var target = arguments.Object("Target");
        var machine = target.Text("Arn");
        if (machine.Split(':') is not ["arn", _, "states", _, _, "stateMachine", _])
        {
            throw new LocalException($"Target.Arn is \"{machine}\"; the local cloud starts state machines only.");
        }

        var retries = target.OptionalObject("RetryPolicy");
        retries?.Whole("MaximumEventAgeInSeconds", 60, LongestAge);
        retries?.Whole("MaximumRetryAttempts", 0, MostRetries);
        var queue = target.OptionalObject("DeadLetterConfig")?.OptionalText("Arn");
        if (queue is not null && (queue.Split(':') is not [_, _, "sqs", _, _, _] || queue.EndsWith(".fifo", StringComparison.Ordinal)))
        {
            throw new LocalException($"Target.DeadLetterConfig.Arn is \"{queue}\"; allowed: the ARN of a standard queue.");
        }

        var group = arguments.OptionalText("GroupName") ?? DefaultGroup;
        return new Schedule(
            name,
            account.Arn("scheduler", $"schedule/{group}/{name}"),
            group,
            machine,
            target.Text("RoleArn"),
            target.OptionalText("Input") ?? "{}",
            queue)
        {
            Definition = arguments.Json.Clone(),
        };
    }

    private static void CheckWindow(ApiArguments window)
    {
        var minutes = window.Whole("MaximumWindowInMinutes", int.MinValue);
        var isAllowed = window.Text("Mode") switch
        {
            "OFF" => minutes is null,
            "FLEXIBLE" => minutes is >= 1 and <= LongestWindow,
            _ => false,
        };
        if (!isAllowed)
        {
            throw new LocalException(
                $"FlexibleTimeWindow must have the Mode OFF, or FLEXIBLE and MaximumWindowInMinutes from 1 to {LongestWindow}.");
        }
    }
}
