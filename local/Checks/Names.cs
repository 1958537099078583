using Fanout.Infra.Settings;
using Fanout.Local.Stacks;

namespace Fanout.Local.Checks;

/// <summary>What has a name in AWS carries project, stack and workflow in it, so that stacks live side by side.</summary>
public sealed class Names() : Rule("names")
{
    /// <summary>The types that have a name, each with its input.</summary>
    public static IReadOnlyDictionary<string, string> Inputs { get; } = new Dictionary<string, string>
    {
        [AwsType.Bucket] = "bucket",
        [AwsType.Database] = "name",
        [AwsType.Function] = "name",
        [AwsType.Job] = "name",
        [AwsType.LogGroup] = "name",
        [AwsType.Queue] = "name",
        [AwsType.Role] = "name",
        [AwsType.RolePolicy] = "name",
        [AwsType.StateMachine] = "name",
        [AwsType.Table] = "name",
        [AwsType.Topic] = "name",
        [AwsType.Workgroup] = "name",
        ["aws:athena/namedQuery:NamedQuery"] = "name",
        ["aws:cloudwatch/dashboard:Dashboard"] = "dashboardName",
        ["aws:cloudwatch/eventConnection:EventConnection"] = "name",
        ["aws:cloudwatch/eventRule:EventRule"] = "name",
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = "name",
        ["aws:scheduler/schedule:Schedule"] = "name",
        ["aws:sfn/alias:Alias"] = "name",
    };

    /// <summary>The types whose names need not carry them, each with its reason.</summary>
    public static IReadOnlyDictionary<string, string> Scoped { get; } = new Dictionary<string, string>
    {
        [AwsType.DatabaseTable] = "a table's name counts within its database",
    };

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        foreach (var resource in graph.Resources.Where(resource => Inputs.ContainsKey(resource.Type)))
        {
            var input = Inputs[resource.Type];
            var prefix = Plain($"{graph.Project}-{graph.Stack}-");
            var workflow = resource.WorkflowIn(graph.Resources);
            if (resource.Text(input) is { } name
                && (IsGiven(graph.Settings, resource, name) || (Plain(name).Contains(prefix) && Carries(resource, Plain(name), workflow))))
            {
                continue;
            }

            yield return Broken(
                resource, resource.Shown(input), $"a name that holds {prefix}{workflow}", "make it of StackContext.NameOf or BucketNameOf");
        }
    }

    // A bucket's 63 characters hold the account beside them, so that one word of the workflow must do.
    private static bool Carries(StackResource resource, string name, string? workflow) =>
        workflow is null
        || name.Contains(workflow)
        || (resource.Type == AwsType.Bucket && workflow.Split('-').Intersect(name.Split('-')).Any());

    // Settings name these.
    private static bool IsGiven(EnvironmentSettings settings, StackResource resource, string name) => resource.Type switch
    {
        AwsType.Database => name == settings.SensorAnalytics.Database || name == settings.MeterAnalytics.Database,
        AwsType.StateMachine => name == settings.StreamAggregator.StateMachineName,
        AwsType.Table => name == settings.SensorAnalytics.TableName || name == settings.ParallelMap.TableName
            || name == settings.StreamAggregator.TasksTableName || name == settings.StreamAggregator.LocationsTableName
            || name == settings.MeterAnalytics.TableName,
        _ => false,
    };

    private static string Plain(string name) => name.ToLowerInvariant().Replace('_', '-');
}
