using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Pulumi;
using Pulumi.Aws.S3;
using Inputs = Pulumi.Aws.S3.Inputs;

namespace Fanout.Infra.Blocks;

/// <summary>
/// An encrypted bucket that is reached over TLS only and by this account's own principals only. Where the
/// settings say so it is deleted with all it holds; in prod Pulumi refuses to delete it.
/// </summary>
public sealed class SecureBucket : ComponentResource
{
    // An upload that was given up is paid for like an object until it is aborted.
    private const int AbortUploadsAfterDays = 7;
    private const int KeepVersionsDays = 30;

    /// <param name="name">The logical name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="args">What the bucket is.</param>
    /// <param name="options">Pulumi's options.</param>
    public SecureBucket(
        string name, StackContext context, SecureBucketArgs args, ComponentResourceOptions? options = null)
        : base("fanout:blocks:SecureBucket", name, options)
    {
        var isProd = context.Settings.Environment == EnvironmentKind.Prod;
        var keepsVersions = isProd && args.KeepsVersionsInProd;
        var child = new CustomResourceOptions { Parent = this };
        var bucket = new Bucket($"{name}-bucket", new BucketArgs
        {
            BucketName = args.Name,
            ForceDestroy = context.Settings.ForceDestroy,
            Tags = args.Tags,
        }, new CustomResourceOptions { Parent = this, Protect = isProd });
        var access = new BucketPublicAccessBlock($"{name}-public-access", new BucketPublicAccessBlockArgs
        {
            Bucket = bucket.BucketName,
            BlockPublicAcls = true,
            BlockPublicPolicy = true,
            IgnorePublicAcls = true,
            RestrictPublicBuckets = true,
        }, child);
        _ = new BucketOwnershipControls($"{name}-ownership", new BucketOwnershipControlsArgs
        {
            Bucket = bucket.BucketName,
            Rule = new Inputs.BucketOwnershipControlsRuleArgs { ObjectOwnership = "BucketOwnerEnforced" },
        }, child);
        var encryption = new BucketServerSideEncryptionConfiguration(
            $"{name}-encryption",
            new BucketServerSideEncryptionConfigurationArgs
            {
                Bucket = bucket.BucketName,
                Rules =
                {
                    new Inputs.BucketServerSideEncryptionConfigurationRuleArgs
                    {
                        ApplyServerSideEncryptionByDefault =
                            new Inputs.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs
                            {
                                SseAlgorithm = "AES256",
                            },
                    },
                },
            },
            child);

        // S3 answers with a conflict where both are set at the same time.
        var policy = new BucketPolicy($"{name}-policy", new BucketPolicyArgs
        {
            Bucket = bucket.BucketName,
            Policy = PolicyDocument.DenyWithoutTls(
                "s3:*", [bucket.Arn, Output.Format($"{bucket.Arn}/*")], [.. LogDelivery(bucket, context, args.LoggedBuckets)]),
        }, new CustomResourceOptions { Parent = this, DependsOn = { access } });
        if (keepsVersions)
        {
            _ = new BucketVersioning($"{name}-versioning", new BucketVersioningArgs
            {
                Bucket = bucket.BucketName,
                VersioningConfiguration = new Inputs.BucketVersioningVersioningConfigurationArgs { Status = "Enabled" },
            }, child);
        }

        _ = new BucketLifecycleConfiguration($"{name}-lifecycle", new BucketLifecycleConfigurationArgs
        {
            Bucket = bucket.BucketName,
            Rules =
            [
                AbortUploads(),
                .. keepsVersions ? [ExpireVersions()] : Array.Empty<Inputs.BucketLifecycleConfigurationRuleArgs>(),
                .. args.TemporaryPrefixes.Select(entry => Expire(entry.Key, entry.Value)),
            ],
        }, child);

        if (args.AccessLog is { } log)
        {
            _ = new BucketLogging($"{name}-logging", new BucketLoggingArgs
            {
                Bucket = bucket.BucketName,
                TargetBucket = log.Bucket.Name,
                TargetPrefix = log.Prefix,
            }, child);
        }

        // Nothing is put into the bucket before it is protected.
        Name = Output.Tuple(bucket.BucketName, policy.Id, encryption.Id).Apply(outputs => outputs.Item1);
        Arn = bucket.Arn;
        RegisterOutputs();
    }

    /// <summary>The bucket's name, known once it is protected.</summary>
    public Output<string> Name { get; }

    /// <summary>The bucket's ARN.</summary>
    public Output<string> Arn { get; }

    private static IEnumerable<Output<JsonObject>> LogDelivery(
        Bucket bucket, StackContext context, IReadOnlyList<Output<string>> loggedBuckets) =>
        loggedBuckets.Count == 0
            ? []
            :
            [
                Output.Tuple(bucket.Arn, Output.All(loggedBuckets), context.Partition, context.AccountId).Apply(parts =>
                    PolicyDocument.DeliverAccessLogs(
                        parts.Item1, parts.Item2.Select(logged => $"arn:{parts.Item3}:s3:::{logged}"), parts.Item4)),
            ];

    private static Inputs.BucketLifecycleConfigurationRuleArgs AbortUploads() => new()
    {
        Id = "abort-uploads",
        Status = "Enabled",
        Filter = new Inputs.BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
        AbortIncompleteMultipartUpload = new Inputs.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs
        {
            DaysAfterInitiation = AbortUploadsAfterDays,
        },
    };

    private static Inputs.BucketLifecycleConfigurationRuleArgs ExpireVersions() => new()
    {
        Id = "expire-versions",
        Status = "Enabled",
        Filter = new Inputs.BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
        NoncurrentVersionExpiration = new Inputs.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs
        {
            NoncurrentDays = KeepVersionsDays,
        },
    };

    private static Inputs.BucketLifecycleConfigurationRuleArgs Expire(string prefix, int days) => new()
    {
        Id = $"expire-{prefix.TrimEnd('/')}",
        Status = "Enabled",
        Filter = new Inputs.BucketLifecycleConfigurationRuleFilterArgs { Prefix = prefix },
        Expiration = new Inputs.BucketLifecycleConfigurationRuleExpirationArgs { Days = days },
    };
}
