using System.Xml.Linq;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.S3;

/// <summary>
/// What buckets have from their beginning, since April 2023, and the emulator does not give them: encryption with S3's own keys,
/// which cannot be switched off, no access by the public, and an owner whose policies alone decide, without ACLs ("Default settings
/// for new S3 buckets FAQ").
/// </summary>
/// <param name="tags">The tags of buckets.</param>
/// <param name="ownership">Who owns the objects of buckets.</param>
internal sealed class NewBuckets(BucketTags tags, BucketOwnership ownership) : IService
{
    private const string DeleteBucketEncryption = "DeleteBucketEncryption";

    private static readonly XNamespace Xmlns = "http://s3.amazonaws.com/doc/2006-03-01/";

    private static readonly string Encryption = $"{new XElement(
        Xmlns + "ServerSideEncryptionConfiguration",
        new XElement(
            Xmlns + "Rule",
            new XElement(Xmlns + "ApplyServerSideEncryptionByDefault", new XElement(Xmlns + "SSEAlgorithm", "AES256")),
            new XElement(Xmlns + "BucketKeyEnabled", "false")))}";

    private static readonly string PublicAccessBlock = $"{new XElement(
        Xmlns + "PublicAccessBlockConfiguration",
        new[] { "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets" }.Select(name => new XElement(Xmlns + name, "true")))}";

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "s3" && request.Operation is "CreateBucket" or DeleteBucketEncryption;

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        try
        {
            return call.Request.Operation == DeleteBucketEncryption ? await ResetAsync(call) : await CreateAsync(call);
        }
        catch (ServiceException refusal)
        {
            return AwsAnswer.S3Error(refusal.StatusCode, refusal.Code, new XText(refusal.Message).ToString());
        }
    }

    // To make a bucket again that one has succeeds in us-east-1, and changes nothing.
    private async Task<AwsAnswer> CreateAsync(ServiceCall call)
    {
        var bucket = S3Address.Of(call.Request.Path).Bucket;
        var given = BucketTags.In(call.Body);
        var owner = call.Header("x-amz-object-ownership") ?? BucketOwnership.Enforced;
        if (owner == BucketOwnership.Enforced && call.Request.GrantsByAcl && call.Header("x-amz-acl") is not (null or "private"))
        {
            throw new ServiceException(
                "InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
        }

        var isNew = !(await call.AskAsync(HttpMethod.Head)).IsSuccess;
        var answer = await call.ForwardAsync();
        if (!answer.IsSuccess)
        {
            return answer;
        }

        if (isNew)
        {
            tags.Replace(AwsAccount.S3Arn(bucket), given);
            foreach (var (subResource, configuration) in new[]
            {
                ("encryption", Encryption), ("publicAccessBlock", PublicAccessBlock), (BucketOwnership.SubResource, BucketOwnership.Configuration(owner)),
            })
            {
                if (await call.PutAsync(subResource, configuration) is { IsSuccess: false } failure)
                {
                    return failure;
                }
            }

            ownership.Is(bucket, owner);
        }

        return answer with { Headers = new Dictionary<string, string> { ["Location"] = $"/{bucket}" } };
    }

    private static async Task<AwsAnswer> ResetAsync(ServiceCall call)
    {
        var answer = await call.ForwardAsync();
        return answer.IsSuccess && await call.PutAsync("encryption", Encryption) is { IsSuccess: false } failure ? failure : answer;
    }
}
