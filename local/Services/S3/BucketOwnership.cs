using System.Collections.Concurrent;
using System.Xml;
using System.Xml.Linq;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.S3;

/// <summary>
/// Who owns the objects of buckets: where the bucket's owner does by force, nothing is granted by ACLs, which the emulator would
/// take ("Controlling ownership of objects and disabling ACLs for your bucket").
/// </summary>
internal sealed class BucketOwnership : IService
{
    /// <summary>The setting of new buckets, by which there are no ACLs.</summary>
    public const string Enforced = "BucketOwnerEnforced";

    /// <summary>The sub-resource that has it.</summary>
    public const string SubResource = "ownershipControls";

    private const string Put = "PutBucketOwnershipControls";
    private const string Delete = "DeleteBucketOwnershipControls";

    private static readonly XNamespace Xmlns = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static readonly string[] OfAcls = ["PutBucketAcl", "PutObjectAcl"];
    private static readonly string[] Writing = ["CopyObject", "CreateMultipartUpload", "PutObject"];

    // Buckets of an emulator that was there before are not known, and not enforced.
    private readonly ConcurrentDictionary<string, bool> _enforced = new();

    /// <summary>The configuration of a setting.</summary>
    public static string Configuration(string setting) =>
        $"{new XElement(Xmlns + "OwnershipControls", new XElement(Xmlns + "Rule", new XElement(Xmlns + "ObjectOwnership", setting)))}";

    /// <summary>Takes in what the setting of a bucket is.</summary>
    public void Is(string bucket, string setting) => _enforced[bucket] = setting == Enforced;

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "s3" && (request.Operation is Put or Delete
        || (_enforced.GetValueOrDefault(S3Address.Of(request.Path).Bucket)
            && (OfAcls.Contains(request.Operation) || (Writing.Contains(request.Operation) && request.GrantsByAcl))));

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        var bucket = S3Address.Of(call.Request.Path).Bucket;
        if (call.Request.Operation is not (Put or Delete))
        {
            // Of objects alone the owner may say that the bucket's has all.
            var isOwners = call.Request.Operation == "PutObjectAcl" && call.Header("x-amz-acl") is not null && !call.Request.GrantsByAcl;
            return isOwners || !(await call.AskAsync(HttpMethod.Head, $"/{bucket}")).IsSuccess
                ? await call.ForwardAsync()
                : AwsAnswer.S3Error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }

        var answer = await call.ForwardAsync();
        if (answer.IsSuccess)
        {
            Is(bucket, call.Request.Operation == Put ? Setting(call.Body) : "");
        }

        return answer;
    }

    private static string Setting(string body)
    {
        try
        {
            return XElement.Parse(body).Descendants().FirstOrDefault(part => part.Name.LocalName == "ObjectOwnership")?.Value ?? "";
        }
        catch (XmlException)
        {
            return "";
        }
    }
}
