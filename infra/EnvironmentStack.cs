using System.Collections.Immutable;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.MeterAnalytics;
using Fanout.Infra.Workflows.ParallelMap;
using Fanout.Infra.Workflows.S3HighThroughput;
using Fanout.Infra.Workflows.SensorAnalytics;
using Fanout.Infra.Workflows.StreamAggregator;
using Pulumi;
using Pulumi.Aws;

namespace Fanout.Infra;

/// <summary>One environment: the workflows that its settings enable.</summary>
public class EnvironmentStack : Stack
{
    /// <summary>Creates the stack of the current deployment.</summary>
    public EnvironmentStack()
        : this(null)
    {
    }

    /// <summary>Creates the stack of the current deployment with options of its own.</summary>
    /// <exception cref="SettingsException">A setting is unknown, of another type or out of its range, or AWS would refuse names.</exception>
    protected EnvironmentStack(StackOptions? options)
        : base(options)
    {
        var context = ContextOf(Deployment.Instance);
        var alarms = AlarmTopic.IsNeeded(context.Settings) ? new AlarmTopic(context) : null;
        context = context with { AlarmTopicArn = alarms?.Arn };
        AlarmTopicArn = alarms?.Arn.Apply(arn => (string?)arn) ?? Output.Create((string?)null);
        var workflows = new Dictionary<string, Output<ImmutableDictionary<string, string>>>();
        if (context.Settings.Workflows.Contains(WorkflowNames.SensorAnalytics))
        {
            workflows.Add(WorkflowNames.SensorAnalytics, new SensorAnalyticsWorkflow(context).Outputs);
        }

        if (context.Settings.Workflows.Contains(WorkflowNames.ParallelMap))
        {
            workflows.Add(WorkflowNames.ParallelMap, new ParallelMapWorkflow(context).Outputs);
        }

        if (context.Settings.Workflows.Contains(WorkflowNames.StreamAggregator))
        {
            workflows.Add(WorkflowNames.StreamAggregator, new StreamAggregatorWorkflow(context).Outputs);
        }

        if (context.Settings.Workflows.Contains(WorkflowNames.S3HighThroughput))
        {
            workflows.Add(WorkflowNames.S3HighThroughput, new S3HighThroughputWorkflow(context).Outputs);
        }

        if (context.Settings.Workflows.Contains(WorkflowNames.MeterAnalytics))
        {
            workflows.Add(WorkflowNames.MeterAnalytics, new MeterAnalyticsWorkflow(context).Outputs);
        }

        Workflows = Output.All(workflows.Values).Apply(outputs =>
            workflows.Keys.Zip(outputs).ToImmutableDictionary(entry => entry.First, entry => entry.Second));
    }

    /// <summary>What each workflow exports, by the workflow's name.</summary>
    [Output("workflows")]
    public Output<ImmutableDictionary<string, ImmutableDictionary<string, string>>> Workflows { get; private set; }

    /// <summary>The topic that alarms are sent to, to subscribe more than <c>alarmEmail</c>; null where there is none.</summary>
    [Output("alarmTopicArn")]
    public Output<string?> AlarmTopicArn { get; private set; }

    private static StackContext ContextOf(DeploymentInstance deployment) => new(
        deployment.ProjectName,
        deployment.StackName,
        EnvironmentSettings.Read(
            deployment.ProjectName, deployment.StackName, StackConfiguration.Of(deployment.ProjectName), StackConfiguration.Of("aws")),
        GetCallerIdentity.Invoke().Apply(identity => identity.AccountId),
        GetRegion.Invoke().Apply(region => region.Region),
        GetPartition.Invoke().Apply(partition => partition.Partition));
}
