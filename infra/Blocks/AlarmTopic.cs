using Fanout.Infra.Settings;
using Pulumi;
using Pulumi.Aws.Kms;
using Pulumi.Aws.Sns;

namespace Fanout.Infra.Blocks;

/// <summary>The topic that the alarms of a stack are sent to, and the subscription that the setting alarmEmail asks for.</summary>
public sealed class AlarmTopic : ComponentResource
{
    // The shortest that KMS takes.
    private const int DeletionWindowDays = 7;

    private const string Alarms = "alarms";

    /// <param name="context">The stack's surroundings.</param>
    /// <param name="options">Pulumi's options.</param>
    public AlarmTopic(StackContext context, ComponentResourceOptions? options = null)
        : base("fanout:blocks:AlarmTopic", Alarms, options)
    {
        var child = new CustomResourceOptions { Parent = this };

        // A key of its own: the policy of alias/aws/sns is AWS's, and does not let CloudWatch publish.
        var key = new Key($"{Alarms}-key", new KeyArgs
        {
            Description = $"Encrypts the alarms of {context.NameOf(Alarms)}",
            EnableKeyRotation = true,
            DeletionWindowInDays = DeletionWindowDays,
            Policy = Output.Tuple(context.Partition, context.AccountId).Apply(where => PolicyDocument.AlarmKey(where.Item1, where.Item2)),
            Tags = context.Tags(),
        }, child);
        var topic = new Topic($"{Alarms}-topic", new TopicArgs { Name = context.NameOf(Alarms), KmsMasterKeyId = key.Arn, Tags = context.Tags() }, child);
        // By workflow: what begins as this stack's names do may be of a stack whose name is longer.
        var alarms = Output.All(context.Settings.Workflows.Select(workflow => Output.Format(
            $"arn:{context.Partition}:cloudwatch:{context.Region}:{context.AccountId}:alarm:{context.NameOf($"{workflow}-*")}")));
        var policy = new TopicPolicy($"{Alarms}-topic-policy", new TopicPolicyArgs
        {
            Arn = topic.Arn,
            Policy = PolicyDocument.DenyWithoutTls("sns:Publish", topic.Arn, [
                Output.Tuple(topic.Arn, alarms, context.AccountId).Apply(parts =>
                    PolicyDocument.PublishAlarms(parts.Item1, parts.Item2, parts.Item3)),
            ]),
        }, child);
        if (context.Settings.AlarmEmail.Length > 0)
        {
            _ = new TopicSubscription($"{Alarms}-email", new TopicSubscriptionArgs
            {
                Topic = topic.Arn,
                Protocol = "email",
                Endpoint = context.Settings.AlarmEmail,
            }, child);
        }

        // No alarm is sent before it may be.
        Arn = Output.Tuple(topic.Arn, policy.Id).Apply(parts => parts.Item1);
        RegisterOutputs();
    }

    /// <summary>The topic's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>Whether a stack has the topic: prod always, for others than e-mail to subscribe, and who gives an address.</summary>
    public static bool IsNeeded(EnvironmentSettings settings) =>
        settings.Environment == EnvironmentKind.Prod || settings.AlarmEmail.Length > 0;
}
