using System.Text.Json.Nodes;
using Fanout.Infra.Workflows.S3HighThroughput;
using Pulumi.Testing;
using static Fanout.Tests.Infra.InputValues;

namespace Fanout.Tests.Infra.Workflows.S3HighThroughput;

public class S3HighThroughputWorkflowTests
{
    [Test]
    public async Task The_state_machine_may_do_what_its_states_do_and_no_more()
    {
        var resources = await RunAsync("dev", ("s3HighThroughput", """{"prefix":"in/"}"""));
        var statements = resources.StatementsOf("s3-high-throughput-states-policy");

        const string machine = "fanout-dev-s3-high-throughput";
        const string states = "arn:aws:states:us-east-1:123456789012";
        Assert.That(statements, Is.EqualTo(new[]
        {
            $"StartChildren: states:StartExecution on {states}:stateMachine:{machine}",
            $"FollowChildren: states:DescribeExecution states:StopExecution on {states}:execution:{machine}:*",
            $"RedriveChildren: states:RedriveExecution on {states}:execution:{machine}/*:*",
            $"DescribeRuns: states:DescribeMapRun on {states}:mapRun:{machine}/Batches:*",
            "KeepResults: s3:PutObject s3:GetObject s3:ListMultipartUploadParts s3:AbortMultipartUpload on arn:Bucket:fanout-dev-throughput-results-123456789012/runs/*",
            "ListObjects: s3:ListBucket on arn:Bucket:fanout-dev-throughput-data-123456789012",
            "ReadObjects: s3:GetObject on arn:Bucket:fanout-dev-throughput-data-123456789012/in/*",
            $"Publish: sns:Publish on arn:Topic:{machine}-messages",
            $"ReportRejected: sqs:SendMessage on arn:Queue:{machine}-rejected",
        }));
    }

    [Test]
    public async Task Only_the_machine_and_the_children_of_its_map_runs_get_the_role()
    {
        var role = (await RunAsync("dev"))["aws:iam/role:Role"].Single();
        var statement = JsonNode.Parse((string)role.Inputs["assumeRolePolicy"])!["Statement"]![0]!;

        const string machine = "arn:aws:states:us-east-1:123456789012:stateMachine:fanout-dev-s3-high-throughput";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(statement["Principal"]!["Service"]!.GetValue<string>(), Is.EqualTo("states.amazonaws.com"));
            Assert.That(statement["Condition"]!["StringEquals"]!.ToJsonString(), Is.EqualTo("""{"aws:SourceAccount":"123456789012"}"""));
            Assert.That(
                statement["Condition"]!["ArnLike"]!.ToJsonString(),
                Is.EqualTo($$"""{"aws:SourceArn":["{{machine}}","{{machine}}/*"]}"""));
        }
    }

    [TestCase("dev", true, false)]
    [TestCase("prod", false, true)]
    public async Task Buckets_are_private_encrypted_and_reached_over_TLS_only(string environment, bool forceDestroy, bool keepsVersions)
    {
        var resources = await RunAsync(environment, ("environment", environment), ("logRetentionDays", "30"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(resources["aws:s3/bucket:Bucket"].Select(bucket => bucket.Inputs["forceDestroy"]), Is.All.EqualTo(forceDestroy).And.Exactly(2).Items);
            Assert.That(
                resources["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"].SelectMany(block => block.Inputs.Where(input => input.Key != "bucket")).Select(input => input.Value),
                Is.All.EqualTo(true).And.Exactly(8).Items);
            Assert.That(
                resources["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"].Select(Encryption),
                Is.EqualTo(new[] { "AES256", "AES256" }));
            Assert.That(
                resources["aws:s3/bucketOwnershipControls:BucketOwnershipControls"].Select(control => Map(control.Inputs["rule"])["objectOwnership"]),
                Is.EqualTo(new[] { "BucketOwnerEnforced", "BucketOwnerEnforced" }));
            Assert.That(
                resources["aws:s3/bucketPolicy:BucketPolicy"].Select(policy => policy.Inputs["policy"]),
                Has.One.EqualTo("""
                    {"Version":"2012-10-17","Statement":[{"Sid":"DenyWithoutTls","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:Bucket:fanout-ENV-throughput-data-123456789012","arn:Bucket:fanout-ENV-throughput-data-123456789012/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}
                    """.Trim().Replace("ENV", environment, StringComparison.Ordinal)));
            Assert.That(resources["aws:s3/bucketVersioning:BucketVersioning"], Has.Count.EqualTo(keepsVersions ? 1 : 0));
            Assert.That(
                resources["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"].SelectMany(Rules).Order(),
                Is.EqualTo(keepsVersions
                    ? ["abort-uploads ", "abort-uploads ", "expire-runs runs/ 30", "expire-versions "]
                    : new[] { "abort-uploads ", "abort-uploads ", "expire-runs runs/ 30" }));
        }
    }

    [Test]
    public async Task Topic_and_queue_are_encrypted_and_the_queue_keeps_messages_as_long_as_it_can()
    {
        var resources = await RunAsync("dev");
        var queue = resources["aws:sqs/queue:Queue"].Single().Inputs;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(resources["aws:sns/topic:Topic"].Single().Inputs["kmsMasterKeyId"], Is.EqualTo("alias/aws/sns"));
            Assert.That(queue["sqsManagedSseEnabled"], Is.True);
            Assert.That(queue["messageRetentionSeconds"], Is.EqualTo(1_209_600));
            Assert.That((string)resources["aws:sns/topicPolicy:TopicPolicy"].Single().Inputs["policy"], Does.Contain("DenyWithoutTls"));
            Assert.That((string)resources["aws:sqs/queuePolicy:QueuePolicy"].Single().Inputs["policy"], Does.Contain("DenyWithoutTls"));
        }
    }

    [Test]
    public async Task Example_objects_are_put_below_the_prefix_where_sample_data_is_on()
    {
        var with = await RunAsync("dev", ("s3HighThroughput", """{"prefix":"in/"}"""));
        var without = await RunAsync("dev", ("s3HighThroughput", """{"sampleData":false}"""));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                with["aws:s3/bucketObjectv2:BucketObjectv2"].Select(sample => sample.Inputs["key"]),
                Is.EquivalentTo(new[] { "in/not-an-object.json", "in/note.json", "in/order.json", "in/reading.json" }));
            Assert.That(without["aws:s3/bucketObjectv2:BucketObjectv2"], Is.Empty);
            Assert.That(with.Ids, Is.Unique);
        }
    }

    private static Task<ResourceRecorder> RunAsync(string stack, params (string Key, string Value)[] configuration) =>
        ResourceRecorder.RunAsync(context => _ = new S3HighThroughputWorkflow(context), stack, configuration);

    private static object Encryption(MockResourceArgs configuration) =>
        Map(Maps(configuration.Inputs["rules"]).Single()["applyServerSideEncryptionByDefault"])["sseAlgorithm"];

    private static IEnumerable<string> Rules(MockResourceArgs lifecycle) => Maps(lifecycle.Inputs["rules"]).Select(rule =>
        $"{rule["id"]} {Map(rule["filter"])["prefix"]}{(rule.TryGetValue("expiration", out var expiration) ? $" {Map(expiration)["days"]}" : "")}");
}
