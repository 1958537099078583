using System.Text.RegularExpressions;

namespace Fanout.Local.Checks;

/// <summary>What has a name in AWS has one that its service takes, and no other of its type has it.</summary>
public sealed class NameForms() : Rule("name-forms")
{
    private const string Iam = @"[\w+=,.@-]+";
    private const string Events = "[.A-Za-z0-9_-]+";
    private const string Letters = "[A-Za-z0-9_-]+";

    /// <summary>
    /// The longest name of each type that has one, and which characters it may have: the service's model, and where that
    /// has no limit, or a wider one for ARNs, its page of naming rules or quotas.
    /// </summary>
    public static IReadOnlyDictionary<string, (int Longest, string Pattern)> Forms { get; } = new Dictionary<string, (int, string)>
    {
        // "General purpose bucket naming rules".
        [AwsType.Bucket] = (63, "[a-z0-9][a-z0-9.-]+[a-z0-9]"),

        // "Name databases, tables, and columns", Athena guide: what needs no quotes.
        [AwsType.Database] = (255, "[a-z][a-z0-9_]*"),
        [AwsType.Function] = (64, Letters),
        [AwsType.Job] = (255, @"[\x20-\x7E]+"),
        [AwsType.LogGroup] = (512, "[.A-Za-z0-9_/#-]+"),

        // "Amazon SQS queue quotas".
        [AwsType.Queue] = (80, Letters),
        [AwsType.Role] = (64, Iam),
        [AwsType.RolePolicy] = (128, Iam),

        // "CreateStateMachine": these alone can be logged.
        [AwsType.StateMachine] = (80, Letters),

        // "Naming rules", DynamoDB Developer Guide.
        [AwsType.Table] = (255, "[A-Za-z0-9_.-]{3,}"),

        // "CreateTopic", SNS API Reference.
        [AwsType.Topic] = (256, Letters),
        [AwsType.Workgroup] = (128, "[A-Za-z0-9._-]+"),
        ["aws:athena/namedQuery:NamedQuery"] = (128, ".+"),
        ["aws:cloudwatch/dashboard:Dashboard"] = (255, Letters),
        ["aws:cloudwatch/eventConnection:EventConnection"] = (64, Events),
        ["aws:cloudwatch/eventRule:EventRule"] = (64, Events),
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = (255, @"[\x20-\x7E]+"),
        ["aws:scheduler/schedule:Schedule"] = (64, Events),
        ["aws:sfn/alias:Alias"] = (80, Events),
    };

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        // IAM and Glue take names for the same that differ in case only.
        var seen = new HashSet<(string Type, string Name)>();
        foreach (var resource in graph.Resources.Where(resource => Forms.ContainsKey(resource.Type)))
        {
            var input = Names.Inputs[resource.Type];
            if (resource.Text(input) is not { } name)
            {
                continue;
            }

            var (longest, pattern) = Forms[resource.Type];
            if (name.Length > longest)
            {
                yield return Broken(
                    resource, $"{resource.Shown(input)}, {name.Length} characters", $"up to {longest}", "shorten it, or StackNames.LongestTogether");
            }

            if (!Regex.IsMatch(name, $@"\A(?:{pattern})\z"))
            {
                yield return Broken(resource, resource.Shown(input), $"what {pattern} matches", "take another name");
            }

            if (!seen.Add((resource.Type, name.ToLowerInvariant())))
            {
                yield return Broken(resource, resource.Shown(input), "a name that no other of its type has in any case", "take another name");
            }
        }
    }
}
