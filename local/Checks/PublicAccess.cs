namespace Fanout.Local.Checks;

/// <summary>No bucket, topic, queue or function is anybody's ("Blocking public access to your Amazon S3 storage").</summary>
public sealed class PublicAccess() : Rule("public-access")
{
    private static readonly string[] Blocks =
        ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        foreach (var bucket in graph.OfType(AwsType.Bucket))
        {
            var block = graph.OfBucket(bucket, AwsType.BucketPublicAccessBlock).FirstOrDefault();
            if (block is null)
            {
                yield return Broken(
                    bucket, "it has no BucketPublicAccessBlock", "one with all four set", "make it a SecureBucket");
                continue;
            }

            foreach (var input in Blocks.Where(input => !block.Flag(input)))
            {
                yield return Broken(block, block.Shown(input), "true", "set it");
            }
        }

        foreach (var resource in graph.Resources)
        {
            foreach (var statement in PolicyStatement.Of(resource).Where(statement => statement.Allows && statement.MeansEverybody))
            {
                yield return Broken(
                    resource, $"{statement.Label} allows everybody", "principals by name", "name the service or the role");
            }
        }

        foreach (var permission in graph.OfType(AwsType.Permission).Where(permission => permission.Text("principal") == "*"))
        {
            yield return Broken(permission, permission.Shown("principal"), "a service or an account", "name who calls the function");
        }
    }
}
