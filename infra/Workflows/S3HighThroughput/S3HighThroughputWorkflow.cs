using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Pulumi;
using Pulumi.Aws.S3;

namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>
/// All JSON objects of a bucket are read, each is given an attribute and published to a topic, by two levels of
/// distributed Maps; what cannot be published goes to a dead-letter queue.
/// </summary>
public sealed class S3HighThroughputWorkflow : WorkflowComponent
{
    /// <summary>Creates the buckets, the topic, the queue and the state machine.</summary>
    public S3HighThroughputWorkflow(StackContext context, ComponentResourceOptions? options = null)
        : base("fanout:workflows:S3HighThroughput", WorkflowNames.S3HighThroughput, options)
    {
        var settings = context.Settings.S3HighThroughput;
        const string name = WorkflowNames.S3HighThroughput;
        var tags = context.TagsOf(WorkflowNames.S3HighThroughput);
        var child = new ComponentResourceOptions { Parent = this };

        var data = new SecureBucket($"{name}-data", context, new SecureBucketArgs
        {
            Name = context.BucketNameOf("throughput-data"),
            KeepsVersionsInProd = true,
            Tags = tags,
        }, child);
        var results = new SecureBucket($"{name}-results", context, new SecureBucketArgs
        {
            Name = context.BucketNameOf("throughput-results"),
            TemporaryPrefixes = new Dictionary<string, int> { [MapRunResults.Prefix] = context.Settings.LogRetentionDays },
            Tags = tags,
        }, child);
        var topic = new SecureTopic($"{name}-messages", context, tags, child);
        var rejected = new DeadLetterQueue($"{name}-rejected", context, tags, child);
        if (settings.SampleData)
        {
            UploadSamples(name, data, settings);
        }

        var machine = new LoggedStateMachine(name, context, new LoggedStateMachineArgs
        {
            Definition = Output.Tuple(data.Name, results.Name, topic.Arn, rejected.Url).Apply(resources =>
                S3HighThroughputDefinition.Create(settings, new S3HighThroughputResources(
                    DataBucket: resources.Item1,
                    ResultsBucket: resources.Item2,
                    TopicArn: resources.Item3,
                    DeadLetterQueueUrl: resources.Item4))),
            Statements = Statements(context, name, data, results, topic, rejected),
            Tags = tags,
        }, child);

        Export(
            context,
            machine,
            new Dictionary<string, Output<string>>
            {
                ["DataBucket"] = data.Name,
                ["ResultsBucket"] = results.Name,
                ["TopicArn"] = topic.Arn,
                ["DeadLetterQueueUrl"] = rejected.Url,
            },
            input: "{}",

            // Whoever looks takes no message away.
            look: names => $"sqs receive-message --queue-url {names["DeadLetterQueueUrl"]} --max-number-of-messages 10 --visibility-timeout 0");
    }

    private static IReadOnlyList<Statement> Statements(
        StackContext context, string machine, SecureBucket data, SecureBucket results, SecureTopic topic, DeadLetterQueue rejected) =>
    [
        .. MapRunStatements.RunAndSum(context, machine, S3HighThroughputDefinition.ChildrenLabel, results.Arn),

        // With no condition on the prefix: S3 would then answer 403 instead of 404 for an object that was deleted.
        Statement.Allow("ListObjects", ["s3:ListBucket"], data.Arn),
        Statement.Allow(
            "ReadObjects", ["s3:GetObject"], Output.Format($"{data.Arn}/{context.Settings.S3HighThroughput.Prefix}*")),
        Statement.Allow("Publish", ["sns:Publish"], topic.Arn),
        Statement.Allow("ReportRejected", ["sqs:SendMessage"], rejected.Arn),
    ];

    private void UploadSamples(string name, SecureBucket data, S3HighThroughputSettings settings)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples", WorkflowNames.S3HighThroughput);
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var key = Path.GetFileName(file);
            _ = new BucketObjectv2($"{name}-sample-{Path.GetFileNameWithoutExtension(key)}", new BucketObjectv2Args
            {
                Bucket = data.Name,
                Key = $"{settings.Prefix}{key}",
                Source = new FileAsset(file),
                ContentType = "application/json",
            }, new CustomResourceOptions { Parent = this });
        }
    }
}
