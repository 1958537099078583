namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>What the state machine of s3-high-throughput works with.</summary>
/// <param name="DataBucket">The bucket whose objects are published.</param>
/// <param name="ResultsBucket">The bucket for the results of Map Runs.</param>
/// <param name="TopicArn">The topic that the objects are published to.</param>
/// <param name="DeadLetterQueueUrl">The queue of the objects that cannot be published.</param>
public sealed record S3HighThroughputResources(
    string DataBucket, string ResultsBucket, string TopicArn, string DeadLetterQueueUrl);
