using System.Xml;
using System.Xml.Linq;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.S3;

/// <summary>
/// The tags of buckets, by S3's operations and by those of S3 Control, and those that a bucket is made with: the emulator
/// keeps the latter two apart from the first ("Using tags with S3 general purpose buckets").
/// </summary>
internal sealed class BucketTags : IService
{
    private const string Reserved = "aws:";

    private static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static readonly XNamespace Control = "http://awss3control.amazonaws.com/doc/2018-08-20/";

    private readonly ResourceTags _tags = new();

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "s3" && (IsOfControl(request) || request.Operation
        is "GetBucketTagging" or "PutBucketTagging" or "DeleteBucketTagging");

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        var isOfControl = IsOfControl(call.Request);
        try
        {
            return isOfControl ? await ControlAsync(call) : await TaggingAsync(call);
        }
        catch (ServiceException refusal)
        {
            return isOfControl
                ? new AwsAnswer(
                    refusal.StatusCode,
                    "application/xml",
                    $"{new XElement("ErrorResponse", new XElement("Error", new XElement("Code", refusal.Code), new XElement("Message", refusal.Message)))}")
                : AwsAnswer.S3Error(refusal.StatusCode, refusal.Code, new XText(refusal.Message).ToString());
        }
    }

    /// <summary>The tags that a bucket is to be made with.</summary>
    /// <exception cref="ServiceException">They are none that a bucket may have.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> In(string body) => body.Length == 0 ? [] : Read(body);

    /// <summary>Gives a bucket other tags.</summary>
    /// <exception cref="ServiceException">They are none that a bucket may have.</exception>
    public void Replace(string arn, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        _tags.Forget(arn);
        Add(arn, tags);
    }

    private static bool IsOfControl(AwsRequest request) => request.Operation is "ListTagsForResource" or "TagResource" or "UntagResource";

    private async Task<AwsAnswer> TaggingAsync(ServiceCall call)
    {
        // An answer to HEAD has no body.
        if (!(await call.AskAsync(HttpMethod.Head)).IsSuccess)
        {
            throw new ServiceException("NoSuchBucket", "The specified bucket does not exist", 404);
        }

        var arn = AwsAccount.S3Arn(S3Address.Of(call.Request.Path).Bucket);
        switch (call.Request.Operation)
        {
            case "PutBucketTagging":
                Replace(arn, Read(call.Body));
                return Nothing;
            case "DeleteBucketTagging":
                _tags.Forget(arn);
                return Nothing;
            default:
                return _tags.Of(arn).Count == 0
                    ? throw new ServiceException("NoSuchTagSet", "The TagSet does not exist", 404)
                    : Xml(new XElement(S3 + "Tagging", List(S3, "TagSet", arn)));
        }
    }

    private async Task<AwsAnswer> ControlAsync(ServiceCall call)
    {
        var arn = S3Control.ArnOf(call.Request.Path);
        var prefix = AwsAccount.S3Arn("");
        if (!arn.StartsWith(prefix, StringComparison.Ordinal) || arn.Contains('/', StringComparison.Ordinal))
        {
            throw new ServiceException("InvalidRequest", $"The local cloud has tags of buckets, {prefix}BUCKET, not of {arn}.");
        }

        if (!(await call.AskAsync(HttpMethod.Head, $"/{Uri.EscapeDataString(arn[prefix.Length..])}")).IsSuccess)
        {
            throw new ServiceException("NoSuchResource", "The specified resource doesn't exist.", 404);
        }

        switch (call.Request.Operation)
        {
            case "TagResource":
                Add(arn, Read(call.Body));
                return Nothing;
            case "UntagResource":
                _tags.Remove(arn, call.QueryAll("tagKeys"));
                return Nothing;
            default:
                return Xml(new XElement(Control + "ListTagsForResourceResult", List(Control, "Tags", arn)));
        }
    }

    private void Add(string arn, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        try
        {
            _tags.Add(arn, tags);
        }
        catch (LocalException problem)
        {
            throw new ServiceException("InvalidTag", problem.Message);
        }
    }

    private XElement List(XNamespace space, string name, string arn) => new(
        space + name,
        _tags.Of(arn).Select(tag => new XElement(space + "Tag", new XElement(space + "Key", tag.Key), new XElement(space + "Value", tag.Value))));

    private static KeyValuePair<string, string>[] Read(string body)
    {
        KeyValuePair<string, string>[] tags;
        try
        {
            tags = [.. XElement.Parse(body).Descendants().Where(part => part.Name.LocalName == "Tag").Select(tag => KeyValuePair.Create(Member(tag, "Key"), Member(tag, "Value")))];
        }
        catch (XmlException)
        {
            throw Malformed();
        }

        return tags.DistinctBy(tag => tag.Key).Count() < tags.Length ? throw new ServiceException("InvalidTag", "Cannot provide multiple Tags with the same key")
            : tags.Any(tag => tag.Key.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase))
                ? throw new ServiceException("InvalidTag", "System tags cannot be added/updated by requester")
                : tags;
    }

    private static string Member(XElement tag, string name) =>
        tag.Elements().FirstOrDefault(part => part.Name.LocalName == name)?.Value ?? throw Malformed();

    private static ServiceException Malformed() =>
        new("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    private static AwsAnswer Xml(XElement answer) => new(200, "application/xml", $"{answer}");

    private static AwsAnswer Nothing { get; } = new(204, "application/xml", "");
}
