namespace Fanout.Local.Checks;

/// <summary>
/// Everything that can be tagged tells its project, stack and workflow, and has the settings' own tags. Objects are left
/// out: one takes ten tags at most, and each is paid for by the month.
/// </summary>
public sealed class Tags() : Rule("tags")
{
    /// <summary>The types whose inputs have tags.</summary>
    public static IReadOnlySet<string> Types { get; } = new HashSet<string>
    {
        AwsType.Bucket,
        AwsType.Database,
        AwsType.Function,
        AwsType.Job,
        AwsType.LogGroup,
        AwsType.Queue,
        AwsType.Role,
        AwsType.StateMachine,
        AwsType.Table,
        AwsType.Topic,
        AwsType.Workgroup,
        "aws:cloudwatch/eventRule:EventRule",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "aws:kms/key:Key",
        "aws:lambda/eventSourceMapping:EventSourceMapping",
    };

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        foreach (var resource in graph.Resources.Where(resource => Types.Contains(resource.Type)))
        {
            var expected = graph.Settings.Tags.Append(new("project", graph.Project)).Append(new("stack", graph.Stack));
            if (resource.WorkflowIn(graph.Resources) is { } workflow)
            {
                expected = expected.Append(new("workflow", workflow));
            }

            foreach (var (tag, value) in expected)
            {
                var given = (string?)resource.Inputs["tags"]?[tag];
                if (given != value)
                {
                    yield return Broken(
                        resource,
                        given is null ? $"it has no tag {tag}" : $"its tag {tag} is \"{given}\"",
                        $"\"{value}\"",
                        "tag it with StackContext.TagsOf");
                }
            }
        }
    }
}
