using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Fanout.Infra.Blocks;

/// <summary>
/// An alarm that is raised by the first failure within five minutes, and is well again after five without one.
/// </summary>
public sealed class FailureAlarm : ComponentResource
{
    private const int PeriodSeconds = 300;

    private FailureAlarm(
        string name,
        StackContext context,
        string metricNamespace,
        string metric,
        string statistic,
        string dimension,
        Input<string> value,
        string description,
        InputMap<string> tags,
        ComponentResourceOptions? options)
        : base("fanout:blocks:FailureAlarm", name, options)
    {
        _ = new MetricAlarm($"{name}-alarm", new MetricAlarmArgs
        {
            Name = name,
            AlarmDescription = description,
            Namespace = metricNamespace,
            MetricName = metric,
            Dimensions = { [dimension] = value },
            Statistic = statistic,
            Period = PeriodSeconds,
            EvaluationPeriods = 1,
            ComparisonOperator = "GreaterThanOrEqualToThreshold",
            Threshold = 1,

            // Nothing is counted while nothing runs.
            TreatMissingData = "notBreaching",
            AlarmActions = context.AlarmTopicArn is { } topic ? [topic] : [],
            Tags = tags,
        }, new CustomResourceOptions { Parent = this });
        RegisterOutputs();
    }

    /// <summary>Is raised where an execution of a state machine failed.</summary>
    /// <param name="name">The state machine's name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="machine">The state machine.</param>
    /// <param name="tags">The alarm's tags.</param>
    /// <param name="options">Pulumi's options.</param>
    public static FailureAlarm OfExecutions(
        string name, StackContext context, LoggedStateMachine machine, InputMap<string> tags, ComponentResourceOptions? options = null) => new(
        $"{name}-executions-failed", context, "AWS/States", "ExecutionsFailed", "Sum", "StateMachineArn", machine.Arn,
        $"An execution of {name} failed", tags, options);

    /// <summary>Is raised where a call of a function failed.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="function">The function.</param>
    /// <param name="tags">The alarm's tags.</param>
    /// <param name="options">Pulumi's options.</param>
    public static FailureAlarm OfFunction(
        string name, StackContext context, DotNetFunction function, InputMap<string> tags, ComponentResourceOptions? options = null) => new(
        $"{name}-errors", context, "AWS/Lambda", "Errors", "Sum", "FunctionName", function.Name,
        $"A call of the function {name} failed", tags, options);

    /// <summary>Is raised, and stays so, while messages wait in a queue of what could not be handled.</summary>
    /// <param name="name">The queue's name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="tags">The alarm's tags.</param>
    /// <param name="options">Pulumi's options.</param>
    public static FailureAlarm OfMessages(
        string name, StackContext context, DeadLetterQueue queue, InputMap<string> tags, ComponentResourceOptions? options = null) => new(
        $"{name}-messages", context, "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", "QueueName", queue.Name,
        $"Messages wait in the queue {name}", tags, options);
}
