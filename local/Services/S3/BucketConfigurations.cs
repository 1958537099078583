using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using Fanout.Local.Aws;
using Fanout.Local.Iam;

namespace Fanout.Local.Services.S3;

/// <summary>
/// What buckets are configured with and the emulator would act upon otherwise than S3, or not at all: policies, notifications,
/// access logs and who pays for requests ("Amazon S3 API Reference"). Each is given back as it came.
/// </summary>
/// <param name="authorizer">The policies by which calls are decided.</param>
/// <param name="notifications">Tells functions of objects.</param>
internal sealed class BucketConfigurations(Authorizer authorizer, BucketNotifications notifications) : IService
{
    private const string Policy = "BucketPolicy";
    private const string Notification = "BucketNotificationConfiguration";
    private const string Logging = "BucketLogging";
    private const string RequestPayment = "BucketRequestPayment";

    private static readonly XNamespace Xmlns = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly ConcurrentDictionary<(string Bucket, string Kind), string> _given = new();

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "s3" && (request.Operation == "DeleteBucket" || KindOf(request.Operation) is not null);

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        var bucket = S3Address.Of(call.Request.Path).Bucket;
        if (call.Request.Operation == "DeleteBucket")
        {
            var answer = await call.ForwardAsync();
            if (answer.IsSuccess)
            {
                Forget(bucket);
            }

            return answer;
        }

        // An answer to HEAD has no body.
        if (!(await call.AskAsync(HttpMethod.Head)).IsSuccess)
        {
            return AwsAnswer.S3Error(404, "NoSuchBucket", "The specified bucket does not exist");
        }

        var kind = KindOf(call.Request.Operation)!;
        try
        {
            return call.Method switch
            {
                "GET" => Get(bucket, kind),
                "PUT" => Put(bucket, kind, call.Body),
                _ => Delete(bucket, kind),
            };
        }
        catch (LocalException refusal)
        {
            return AwsAnswer.S3Error(400, kind == Policy ? "MalformedPolicy" : "InvalidArgument", new XText(refusal.Message).ToString());
        }
        catch (XmlException)
        {
            return AwsAnswer.S3Error(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }
    }

    private static string? KindOf(string operation) => Array.Find(
        [Policy, Notification, Logging, RequestPayment], kind => operation.EndsWith(kind, StringComparison.Ordinal) && operation[..^kind.Length] is "Get" or "Put" or "Delete");

    private AwsAnswer Get(string bucket, string kind) => _given.TryGetValue((bucket, kind), out var given)
        ? new AwsAnswer(200, kind == Policy ? "application/json" : "application/xml", given)
        : kind switch
        {
            Policy => AwsAnswer.S3Error(404, "NoSuchBucketPolicy", "The bucket policy does not exist"),
            Notification => new AwsAnswer(200, "application/xml", $"{new XElement(Xmlns + "NotificationConfiguration")}"),
            RequestPayment => new AwsAnswer(
                200, "application/xml", $"{new XElement(Xmlns + "RequestPaymentConfiguration", new XElement(Xmlns + "Payer", "BucketOwner"))}"),
            _ => new AwsAnswer(200, "application/xml", $"{new XElement(Xmlns + "BucketLoggingStatus")}"),
        };

    private AwsAnswer Put(string bucket, string kind, string body)
    {
        switch (kind)
        {
            case Policy:
                authorizer.SetResourcePolicy(AwsAccount.S3Arn(bucket), body);
                break;
            case Notification:
                notifications.Configure(bucket, [.. Rules(XElement.Parse(body))]);
                break;
            case RequestPayment:
                CheckPayer(XElement.Parse(body));
                break;
            default:
                XElement.Parse(body);
                break;
        }

        _given[(bucket, kind)] = body;
        return new AwsAnswer(kind == Policy ? 204 : 200, "application/xml", "");
    }

    private AwsAnswer Delete(string bucket, string kind)
    {
        if (kind == Policy)
        {
            authorizer.RemoveResourcePolicies(AwsAccount.S3Arn(bucket));
        }

        _given.TryRemove((bucket, kind), out _);
        return new AwsAnswer(204, "application/xml", "");
    }

    private void Forget(string bucket)
    {
        authorizer.RemoveResourcePolicies(AwsAccount.S3Arn(bucket));
        notifications.Configure(bucket, []);
        foreach (var key in _given.Keys.Where(key => key.Bucket == bucket))
        {
            _given.TryRemove(key, out _);
        }
    }

    private static void CheckPayer(XElement configuration)
    {
        switch (Text(configuration, "Payer"))
        {
            case "BucketOwner":
                break;
            case "Requester":
                throw new LocalException("The local cloud bills the owner of a bucket only: Payer must be BucketOwner here, not Requester.");
            default:
                throw new XmlException("Payer is neither BucketOwner nor Requester.");
        }
    }

    // "PutBucketNotificationConfiguration": functions are called CloudFunctionConfiguration there.
    private static IEnumerable<NotificationRule> Rules(XElement configuration)
    {
        foreach (var (number, target) in configuration.Elements().Index())
        {
            if (target.Name.LocalName != "CloudFunctionConfiguration")
            {
                throw new LocalException($"The local cloud tells functions of objects only, not {target.Name.LocalName}.");
            }

            var filters = Named(target, "FilterRule").ToDictionary(rule => Text(rule, "Name")!, rule => Text(rule, "Value"), StringComparer.OrdinalIgnoreCase);
            var inputs = new Dictionary<string, object?>
            {
                ["id"] = Text(target, "Id"),
                ["lambdaFunctionArn"] = Text(target, "CloudFunction"),
                ["events"] = Named(target, "Event").Select(object (name) => name.Value).ToImmutableArray(),
                ["filterPrefix"] = filters.GetValueOrDefault("prefix"),
                ["filterSuffix"] = filters.GetValueOrDefault("suffix"),
            };
            yield return NotificationRule.Of(
                inputs.Where(input => input.Value is not null).ToImmutableDictionary(input => input.Key, input => input.Value!), number);
        }
    }

    private static IEnumerable<XElement> Named(XElement element, string name) => element.Descendants().Where(part => part.Name.LocalName == name);

    private static string? Text(XElement element, string name) => Named(element, name).FirstOrDefault()?.Value;
}
