using System.Collections.Immutable;
using Fanout.Local;
using Fanout.Local.Aws;
using Fanout.Local.Stacks.Provisioning;

namespace Fanout.Tests.Local.Stacks.Provisioning;

public class CloudResourceTests
{
    private static readonly AwsAccount Account = new("eu-west-1");

    [Test]
    public void A_bucket_is_named_by_its_own_input()
    {
        var bucket = Of("aws:s3/bucket:Bucket", ("bucket", "data"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bucket.Id, Is.EqualTo("data"));
            Assert.That(bucket.Arn, Is.EqualTo("arn:aws:s3:::data"));
            Assert.That(bucket.Outputs["bucketRegionalDomainName"], Is.EqualTo("data.s3.eu-west-1.amazonaws.com"));
        }
    }

    [TestCase("aws:s3/bucketPolicy:BucketPolicy")]
    [TestCase("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")]
    [TestCase("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")]
    [TestCase("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")]
    [TestCase("aws:s3/bucketVersioning:BucketVersioning")]
    [TestCase("aws:s3/bucketOwnershipControls:BucketOwnershipControls")]
    [TestCase("aws:s3/bucketLogging:BucketLogging")]
    [TestCase("aws:s3/bucketNotification:BucketNotification")]
    public void A_buckets_configuration_has_the_buckets_id(string type) =>
        Assert.That(Of(type, ("bucket", "data")).Id, Is.EqualTo("data"));

    [TestCase("aws:sns/topic:Topic", "fifoTopic")]
    [TestCase("aws:sqs/queue:Queue", "fifoQueue")]
    public void A_fifo_resource_without_a_name_gets_one_that_ends_in_fifo(string type, string flag) =>
        Assert.That(Of(type, (flag, true)).Name, Does.Match(@"^logical-[0-9a-f]{7}\.fifo$"));

    [Test]
    public void An_alarm_has_the_arn_of_cloudwatch() => Assert.That(
        Of("aws:cloudwatch/metricAlarm:MetricAlarm", ("name", "late")).Arn,
        Is.EqualTo("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:late"));

    [Test]
    public void A_connection_has_the_arns_of_its_secret_and_its_own_the_same_at_each_run()
    {
        var connection = Of("aws:cloudwatch/eventConnection:EventConnection", ("name", "api"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(connection.Id, Is.EqualTo("api"));
            Assert.That(connection.Arn, Does.Match("^arn:aws:events:eu-west-1:123456789012:connection/api/[0-9a-f-]{36}$"));
            Assert.That(
                connection.Outputs["secretArn"],
                Is.EqualTo(connection.Arn.Replace(":events:", ":secretsmanager:", StringComparison.Ordinal)
                    .Replace(":connection/", ":secret:events!connection/", StringComparison.Ordinal)));
            Assert.That(Of("aws:cloudwatch/eventConnection:EventConnection", ("name", "api")).Arn, Is.EqualTo(connection.Arn));
        }
    }

    [Test]
    public void A_type_that_the_local_cloud_does_not_know_is_named() => Assert.That(
        () => Of("aws:ec2/instance:Instance"),
        Throws.TypeOf<LocalException>().With.Message.StartsWith("The local cloud has no aws:ec2/instance:Instance yet"));

    private static CloudResource Of(string type, params (string Name, object Value)[] inputs) =>
        CloudResource.Of(Account, type, "logical", inputs.ToImmutableDictionary(input => input.Name, input => input.Value));
}
