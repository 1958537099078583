using Pulumi;
using Pulumi.Aws.Sns;

namespace Fanout.Infra.Blocks;

/// <summary>An encrypted topic that is reached over TLS only.</summary>
public sealed class SecureTopic : ComponentResource
{
    /// <param name="name">The logical name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="tags">The topic's tags.</param>
    /// <param name="options">Pulumi's options.</param>
    public SecureTopic(string name, StackContext context, InputMap<string> tags, ComponentResourceOptions? options = null)
        : base("fanout:blocks:SecureTopic", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var topic = new Topic($"{name}-topic", new TopicArgs
        {
            Name = context.NameOf(name),
            KmsMasterKeyId = "alias/aws/sns",
            Tags = tags,
        }, child);
        _ = new TopicPolicy($"{name}-topic-policy", new TopicPolicyArgs
        {
            Arn = topic.Arn,
            Policy = PolicyDocument.DenyWithoutTls("sns:Publish", topic.Arn),
        }, child);
        Arn = topic.Arn;
        RegisterOutputs();
    }

    /// <summary>The topic's ARN.</summary>
    public Output<string> Arn { get; }
}
