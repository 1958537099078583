using System.Collections.Immutable;
using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Services.S3;
using Pulumi;

namespace Fanout.Local.Stacks.Provisioning;

/// <summary>Makes the program's buckets and objects.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="cancellation">Ends the making.</param>
internal sealed class StorageProvisioner(LocalCloud cloud, CancellationToken cancellation)
{
    // The region that a bucket must not name when it is made ("CreateBucket").
    private const string DefaultRegion = "us-east-1";

    public async Task CreateBucketAsync(CloudResource bucket)
    {
        BucketName.Check(bucket.Name);
        using var s3 = cloud.S3();
        var request = new PutBucketRequest
        {
            BucketName = bucket.Name,
            BucketRegionName = cloud.Account.Region == DefaultRegion ? null : cloud.Account.Region,
        };
        try
        {
            await s3.PutBucketAsync(request, cancellation);
        }
        catch (AmazonS3Exception problem) when (problem.ErrorCode == "BucketAlreadyOwnedByYou")
        {
            // An emulator that was there before keeps what an earlier run made.
        }
    }

    public async Task SetVersioningAsync(CloudResource versioning)
    {
        using var s3 = cloud.S3();
        await s3.PutBucketVersioningAsync(
            new PutBucketVersioningRequest
            {
                BucketName = versioning.RequiredText("bucket"),
                VersioningConfig = new S3BucketVersioningConfig
                {
                    Status = versioning.Map("versioningConfiguration")?.GetValueOrDefault("status") as string,
                },
            },
            cancellation);
    }

    public async Task PutObjectAsync(CloudResource resource)
    {
        var request = new PutObjectRequest
        {
            BucketName = resource.RequiredText("bucket"),
            Key = resource.Name,
            UseChunkEncoding = false,
        };
        if (resource.Text("contentType") is { } contentType)
        {
            request.ContentType = contentType;
        }

        foreach (var (name, value) in resource.Map("metadata") ?? ImmutableDictionary<string, object>.Empty)
        {
            request.Metadata[name] = (string)value;
        }

        await using var content = Content(resource);
        request.InputStream = content;
        using var s3 = cloud.S3();
        await s3.PutObjectAsync(request, cancellation);
    }

    /// <summary>Tells functions of a bucket's objects, in the place of what the bucket told of before.</summary>
    /// <exception cref="LocalException">S3 would refuse it, or it asks for what is not supported here.</exception>
    public void Notify(CloudResource notification)
    {
        if (notification.Inputs.GetValueOrDefault("eventbridge") is true || notification.Maps("queues").Any() || notification.Maps("topics").Any())
        {
            throw new LocalException("the local cloud tells functions of objects only: use lambdaFunctions, not eventbridge, queues or topics.");
        }

        cloud.Notifications.Configure(
            notification.RequiredText("bucket"), [.. notification.Maps("lambdaFunctions").Select(NotificationRule.Of)]);
    }

    private static Stream Content(CloudResource resource) =>
        (resource.Inputs.GetValueOrDefault("source"), resource.Text("content"), resource.Text("contentBase64")) switch
        {
            (FileAsset or FileArchive, _, _) => File.OpenRead(PropertyJson.PathOf((AssetOrArchive)resource.Inputs["source"])),
            (StringAsset text, _, _) => Utf8(PropertyJson.PathOf(text)),
            (null, { } content, _) => Utf8(content),
            (null, null, { } content) => new MemoryStream(Convert.FromBase64String(content)),
            (null, null, null) => new MemoryStream(),
            var (source, _, _) => throw new LocalException(
                $"{resource.Type} {resource.Name}: the source is a {source!.GetType().Name}; "
                    + "the local cloud takes a FileAsset, a FileArchive or a StringAsset."),
        };

    private static MemoryStream Utf8(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
}
