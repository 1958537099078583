using Fanout.Local.Stacks;

namespace Fanout.Local.Checks;

/// <summary>Buckets, topics and queues refuse calls that do not come over TLS (<c>aws:SecureTransport</c>).</summary>
public sealed class TlsOnly() : Rule("tls-only")
{
    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        var stores = graph.OfType(AwsType.Bucket).Select(bucket => (
                Store: bucket, Action: "s3:*", Policies: graph.OfBucket(bucket, AwsType.BucketPolicy)))
            .Concat(graph.OfType(AwsType.Topic).Select(topic => (
                Store: topic, Action: "sns:Publish", Policies: PoliciesOf(graph, topic, AwsType.TopicPolicy, "arn", ':'))))
            .Concat(graph.OfType(AwsType.Queue).Select(queue => (
                Store: queue, Action: "sqs:*", Policies: PoliciesOf(graph, queue, AwsType.QueuePolicy, "queueUrl", '/'))));
        return stores
            .Where(entry => !entry.Policies.SelectMany(PolicyStatement.Of).Any(statement => Refuses(statement, entry.Action)))
            .Select(entry => Broken(
                entry.Store,
                "no policy refuses calls without TLS",
                $"a policy that denies {entry.Action} to everybody where aws:SecureTransport is false",
                "add PolicyDocument.DenyWithoutTls to its policy"));
    }

    private static IEnumerable<StackResource> PoliciesOf(
        ResourceGraph graph, StackResource store, string type, string input, char separator) =>
        graph.OfType(type).Where(policy => policy.Text(input)!.EndsWith($"{separator}{store.Text("name")}", StringComparison.Ordinal));

    private static bool Refuses(PolicyStatement statement, string action) =>
        !statement.Allows
        && statement.MeansEverybody
        && statement.Actions.Contains(action)
        && statement.ConditionOn("aws:SecureTransport").SequenceEqual(["false"]);
}
