using Fanout.Infra.Settings;
using Pulumi;

namespace Fanout.Infra.Blocks;

/// <summary>What every block of a stack needs to know of its surroundings.</summary>
/// <param name="Project">The Pulumi project's name.</param>
/// <param name="Stack">The Pulumi stack's name.</param>
/// <param name="Settings">The stack's settings.</param>
/// <param name="AccountId">The AWS account that the stack lives in, twelve digits.</param>
/// <param name="Region">The AWS region that the stack lives in.</param>
/// <param name="Partition">The AWS partition, such as <c>aws</c>.</param>
public sealed record StackContext(
    string Project,
    string Stack,
    EnvironmentSettings Settings,
    Output<string> AccountId,
    Output<string> Region,
    Output<string> Partition)
{
    /// <summary>The topic that alarms are sent to; null where there is none.</summary>
    public Output<string>? AlarmTopicArn { get; init; }

    /// <summary>
    /// The name that a resource has in AWS, its physical name, beside those of other stacks. Its logical name has neither
    /// project nor stack, which the URN has.
    /// </summary>
    /// <param name="name">The logical name: what the resource is, beginning with its workflow.</param>
    public string NameOf(string name) => new StackNames(Project, Stack).Of(name);

    /// <summary>
    /// The name of a bucket: project, stack, purpose and account, for all buckets of a partition share one namespace
    /// ("General purpose bucket naming rules").
    /// </summary>
    /// <param name="purpose">What the bucket is for, lower case.</param>
    public Output<string> BucketNameOf(string purpose) => AccountId.Apply(account => $"{NameOf(purpose)}-{account}");

    /// <summary>The tags of a workflow's resources: project, stack, workflow and the settings' own.</summary>
    public InputMap<string> TagsOf(string workflow)
    {
        var tags = Tags();
        tags.AddRange(new Dictionary<string, string> { ["workflow"] = workflow });
        return tags;
    }

    /// <summary>The tags of what all workflows share: project, stack and the settings' own.</summary>
    public InputMap<string> Tags()
    {
        var tags = new InputMap<string>();
        foreach (var (name, value) in Settings.Tags)
        {
            tags.Add(name, value);
        }

        tags.AddRange(new Dictionary<string, string>
        {
            ["project"] = Project,
            ["stack"] = Stack,
        });
        return tags;
    }
}
