using Fanout.Local.Stacks;

namespace Fanout.Local.Checks;

/// <summary>
/// Every store says how it is encrypted. CloudWatch Logs encrypts every log group itself, with nothing to say.
/// </summary>
public sealed class Encryption() : Rule("encryption")
{
    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph) =>
    [
        .. Unless(
            graph.OfType(AwsType.Bucket), bucket => graph.OfBucket(bucket, AwsType.BucketEncryption).Any(),
            "it has no BucketServerSideEncryptionConfiguration", "one with AES256 or a key", "make it a SecureBucket"),
        .. Unless(
            graph.OfType(AwsType.Table), table => table.Flag("serverSideEncryption.enabled"),
            "serverSideEncryption.enabled is not true", "true, encryption under a key that the account sees used",
            "make it by SecureTable"),
        .. Unless(
            graph.OfType(AwsType.Topic), topic => topic.Text("kmsMasterKeyId") is not null,
            "kmsMasterKeyId is not set, and SNS keeps messages as they are", "a key", "make it a SecureTopic"),
        .. Unless(
            graph.OfType(AwsType.Queue),
            queue => queue.Flag("sqsManagedSseEnabled") || queue.Text("kmsMasterKeyId") is not null,
            "neither sqsManagedSseEnabled is true nor kmsMasterKeyId is set", "one of them", "make it a DeadLetterQueue"),
        .. Unless(
            graph.OfType(AwsType.Workgroup),
            workgroup => workgroup.At("configuration.resultConfiguration.encryptionConfiguration.encryptionOption") is not null,
            "the results of queries have no encryptionOption", "SSE_S3, SSE_KMS or CSE_KMS", "set it"),
    ];

    private IEnumerable<Finding> Unless(
        IEnumerable<StackResource> resources, Func<StackResource, bool> isEncrypted, string found, string allowed, string remedy) =>
        resources.Where(resource => !isEncrypted(resource)).Select(resource => Broken(resource, found, allowed, remedy));
}
