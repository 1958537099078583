using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Fanout.Infra.Blocks;

/// <summary>
/// Alarms that are raised by the first failure within five minutes, and are well again after five without one. They are
/// sent to the stack's topic, where it has one.
/// </summary>
internal static class FailureAlarm
{
    private const int PeriodSeconds = 300;

    /// <summary>Are raised where an execution of a state machine failed, and where one timed out, which AWS counts apart.</summary>
    /// <param name="name">The state machine's name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="machineArn">The state machine's ARN.</param>
    /// <param name="tags">The alarms' tags.</param>
    /// <param name="parent">The component that they are part of.</param>
    public static void OfExecutions(
        string name, StackContext context, Output<string> machineArn, InputMap<string> tags, ComponentResource parent)
    {
        Create($"{name}-executions-failed", context, new MetricAlarmArgs
        {
            AlarmDescription = $"An execution of {name} failed",
            Namespace = "AWS/States",
            MetricName = "ExecutionsFailed",
            Dimensions = { ["StateMachineArn"] = machineArn },
            Statistic = "Sum",
            Tags = tags,
        }, parent);
        Create($"{name}-executions-timed-out", context, new MetricAlarmArgs
        {
            AlarmDescription = $"An execution of {name} took too long",
            Namespace = "AWS/States",
            MetricName = "ExecutionsTimedOut",
            Dimensions = { ["StateMachineArn"] = machineArn },
            Statistic = "Sum",
            Tags = tags,
        }, parent);
    }

    /// <summary>Is raised where a call of a function failed.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="tags">The alarm's tags.</param>
    /// <param name="parent">The component that it is part of.</param>
    public static void OfFunction(string name, StackContext context, InputMap<string> tags, ComponentResource parent) =>
        Create($"{name}-errors", context, new MetricAlarmArgs
        {
            AlarmDescription = $"A call of the function {name} failed",
            Namespace = "AWS/Lambda",
            MetricName = "Errors",
            Dimensions = { ["FunctionName"] = name },
            Statistic = "Sum",
            Tags = tags,
        }, parent);

    /// <summary>Is raised, and stays so, while messages wait in a queue of what could not be handled.</summary>
    /// <param name="name">The queue's name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="tags">The alarm's tags.</param>
    /// <param name="parent">The component that it is part of.</param>
    public static void OfMessages(string name, StackContext context, InputMap<string> tags, ComponentResource parent) =>
        Create($"{name}-messages", context, new MetricAlarmArgs
        {
            AlarmDescription = $"Messages wait in the queue {name}",
            Namespace = "AWS/SQS",
            MetricName = "ApproximateNumberOfMessagesVisible",
            Dimensions = { ["QueueName"] = name },
            Statistic = "Maximum",
            Tags = tags,
        }, parent);

    private static void Create(string name, StackContext context, MetricAlarmArgs args, ComponentResource parent)
    {
        args.Name = name;
        args.Period = PeriodSeconds;
        args.EvaluationPeriods = 1;
        args.ComparisonOperator = "GreaterThanOrEqualToThreshold";
        args.Threshold = 1;

        // Nothing is counted while nothing runs.
        args.TreatMissingData = "notBreaching";
        if (context.AlarmTopicArn is { } topic)
        {
            args.AlarmActions = [topic];
        }

        _ = new MetricAlarm($"{name}-alarm", args, new CustomResourceOptions { Parent = parent });
    }
}
