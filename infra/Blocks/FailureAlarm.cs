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

    /// <summary>
    /// Are raised where an execution of a state machine failed, and where one timed out, which AWS counts apart. Children
    /// of a Map Run are counted under the machine's ARN with the Map's label, which no alarm watches: more failures than
    /// the Map tolerates fail the execution that started it, and raise its alarm.
    /// </summary>
    /// <param name="name">The state machine's logical name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="machineArn">The state machine's ARN.</param>
    /// <param name="tags">The alarms' tags.</param>
    /// <param name="parent">The component that they are part of.</param>
    public static void OfExecutions(
        string name, StackContext context, Output<string> machineArn, InputMap<string> tags, ComponentResource parent)
    {
        Create(
            $"{name}-executions-failed", $"An execution of {context.NameOf(name)} failed",
            new Metric("AWS/States", "ExecutionsFailed", "Sum", "StateMachineArn", machineArn), context, tags, parent);
        Create(
            $"{name}-executions-timed-out", $"An execution of {context.NameOf(name)} took too long",
            new Metric("AWS/States", "ExecutionsTimedOut", "Sum", "StateMachineArn", machineArn), context, tags, parent);
    }

    /// <summary>Is raised where a call of a function failed.</summary>
    /// <param name="name">The function's logical name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="tags">The alarm's tags.</param>
    /// <param name="parent">The component that it is part of.</param>
    public static void OfFunction(string name, StackContext context, InputMap<string> tags, ComponentResource parent) =>
        Create(
            $"{name}-errors", $"A call of the function {context.NameOf(name)} failed",
            new Metric("AWS/Lambda", "Errors", "Sum", "FunctionName", context.NameOf(name)), context, tags, parent);

    /// <summary>Is raised, and stays so, while messages wait in a queue of what could not be handled.</summary>
    /// <param name="name">The queue's logical name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="tags">The alarm's tags.</param>
    /// <param name="parent">The component that it is part of.</param>
    public static void OfMessages(string name, StackContext context, InputMap<string> tags, ComponentResource parent) =>
        Create(
            $"{name}-messages", $"Messages wait in the queue {context.NameOf(name)}",
            new Metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", "QueueName", context.NameOf(name)), context, tags, parent);

    private static void Create(
        string name, string description, Metric metric, StackContext context, InputMap<string> tags, ComponentResource parent)
    {
        var args = new MetricAlarmArgs
        {
            Name = context.NameOf(name),
            AlarmDescription = description,
            Namespace = metric.Namespace,
            MetricName = metric.Name,
            Dimensions = { [metric.Dimension] = metric.Value },
            Statistic = metric.Statistic,
            Period = PeriodSeconds,
            EvaluationPeriods = 1,
            ComparisonOperator = "GreaterThanOrEqualToThreshold",
            Threshold = 1,

            // Nothing is counted while nothing runs.
            TreatMissingData = "notBreaching",
            Tags = tags,
        };
        if (context.AlarmTopicArn is { } topic)
        {
            args.AlarmActions = [topic];
        }

        _ = new MetricAlarm($"{name}-alarm", args, new CustomResourceOptions { Parent = parent });
    }

    // What is counted, of the one resource that has the dimension's value.
    private sealed record Metric(string Namespace, string Name, string Statistic, string Dimension, Input<string> Value);
}
