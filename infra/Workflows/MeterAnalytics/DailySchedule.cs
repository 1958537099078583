using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Pulumi;
using Pulumi.Aws.Scheduler;
using Pulumi.Aws.Scheduler.Inputs;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>Starts an execution for the day before; one that cannot be started goes to a queue.</summary>
internal sealed class DailySchedule : ComponentResource
{
    // Started later than that, an execution might take another day for the one before.
    private const int LongestDelaySeconds = 60 * 60;
    private const int Retries = 20;

    public DailySchedule(
        string name,
        StackContext context,
        LoggedStateMachine machine,
        DeadLetterQueue deadLetters,
        InputMap<string> tags,
        ComponentResourceOptions options)
        : base("fanout:workflows:DailySchedule", name, options)
    {
        var settings = context.Settings.MeterAnalytics;
        var role = new ServiceRole(
            $"{name}-scheduler",
            context,
            TrustPolicy(context),
            [
                Statement.Allow("StartExecutions", ["states:StartExecution"], machine.Arn),
                Statement.Allow("ReportMissedStarts", ["sqs:SendMessage"], deadLetters.Arn),
            ],
            tags,
            new ComponentResourceOptions { Parent = this });
        var schedule = new Schedule($"{name}-schedule", new ScheduleArgs
        {
            Name = context.NameOf(name),
            Description = "Rolls up the electricity readings of the day before",
            ScheduleExpression = settings.Schedule,
            ScheduleExpressionTimezone = "UTC",
            State = settings.ScheduleEnabled ? "ENABLED" : "DISABLED",
            FlexibleTimeWindow = new ScheduleFlexibleTimeWindowArgs { Mode = "OFF" },
            Target = new ScheduleTargetArgs
            {
                Arn = machine.Arn,
                RoleArn = role.Arn,
                Input = new JsonObject { [DaysInput.DateRun] = DaysInput.Yesterday }.ToJsonString(),
                RetryPolicy = new ScheduleTargetRetryPolicyArgs
                {
                    MaximumEventAgeInSeconds = LongestDelaySeconds,
                    MaximumRetryAttempts = Retries,
                },
                DeadLetterConfig = new ScheduleTargetDeadLetterConfigArgs { Arn = deadLetters.Arn },
            },
        }, new CustomResourceOptions { Parent = this });
        Name = schedule.Name;
        RegisterOutputs();
    }

    /// <summary>The schedule's name.</summary>
    public Output<string> Name { get; }

    // EventBridge Scheduler names the group of a schedule, not the schedule ("Confused deputy prevention in EventBridge
    // Scheduler").
    private static Output<string> TrustPolicy(StackContext context) =>
        Output.Tuple(context.Partition, context.Region, context.AccountId).Apply(where =>
        {
            var (partition, region, account) = where;
            return PolicyDocument.Trust("scheduler.amazonaws.com", new JsonObject
            {
                ["StringEquals"] = new JsonObject
                {
                    ["aws:SourceAccount"] = account,
                    ["aws:SourceArn"] = $"arn:{partition}:scheduler:{region}:{account}:schedule-group/default",
                },
            });
        });
}
