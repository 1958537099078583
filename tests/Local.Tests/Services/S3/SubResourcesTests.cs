using System.Xml.Linq;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Microsoft.AspNetCore.Http;

namespace Fanout.Tests.Local.Services.S3;

/// <summary>Every sub-resource of S3, with its operation and who answers it.</summary>
public class SubResourcesTests
{
    private const string Nobody = "nobody";
    private const string Here = "a service here";
    private const string Emulator = "the emulator";

    private static readonly (string Method, string Target, string Operation, string Answerer)[] All =
    [
        ("GET", "/b?abac", "GetBucketAbac", Nobody),
        ("PUT", "/b?abac", "PutBucketAbac", Nobody),
        ("GET", "/b?accelerate", "GetBucketAccelerateConfiguration", Emulator),
        ("PUT", "/b?accelerate", "PutBucketAccelerateConfiguration", Emulator),
        ("GET", "/b?acl", "GetBucketAcl", Emulator),
        ("PUT", "/b?acl", "PutBucketAcl", Emulator),
        ("GET", "/b?analytics", "ListBucketAnalyticsConfigurations", Nobody),
        ("GET", "/b?analytics&id=x", "GetBucketAnalyticsConfiguration", Nobody),
        ("PUT", "/b?analytics&id=x", "PutBucketAnalyticsConfiguration", Nobody),
        ("DELETE", "/b?analytics&id=x", "DeleteBucketAnalyticsConfiguration", Nobody),
        ("GET", "/b?cors", "GetBucketCors", Emulator),
        ("PUT", "/b?cors", "PutBucketCors", Emulator),
        ("DELETE", "/b?cors", "DeleteBucketCors", Emulator),
        ("POST", "/b?delete", "DeleteObjects", Emulator),
        ("GET", "/b?encryption", "GetBucketEncryption", Emulator),
        ("PUT", "/b?encryption", "PutBucketEncryption", Emulator),
        ("DELETE", "/b?encryption", "DeleteBucketEncryption", Emulator),
        ("GET", "/b?intelligent-tiering", "ListBucketIntelligentTieringConfigurations", Nobody),
        ("GET", "/b?intelligent-tiering&id=x", "GetBucketIntelligentTieringConfiguration", Nobody),
        ("PUT", "/b?intelligent-tiering&id=x", "PutBucketIntelligentTieringConfiguration", Nobody),
        ("DELETE", "/b?intelligent-tiering&id=x", "DeleteBucketIntelligentTieringConfiguration", Nobody),
        ("GET", "/b?inventory", "ListBucketInventoryConfigurations", Emulator),
        ("GET", "/b?inventory&id=x", "GetBucketInventoryConfiguration", Emulator),
        ("PUT", "/b?inventory&id=x", "PutBucketInventoryConfiguration", Emulator),
        ("DELETE", "/b?inventory&id=x", "DeleteBucketInventoryConfiguration", Nobody),
        ("GET", "/b?lifecycle", "GetBucketLifecycleConfiguration", Emulator),
        ("PUT", "/b?lifecycle", "PutBucketLifecycleConfiguration", Emulator),
        ("DELETE", "/b?lifecycle", "DeleteBucketLifecycle", Emulator),
        ("GET", "/b?location", "GetBucketLocation", Emulator),
        ("GET", "/b?logging", "GetBucketLogging", Emulator),
        ("PUT", "/b?logging", "PutBucketLogging", Emulator),
        ("GET", "/b?metadataConfiguration", "GetBucketMetadataConfiguration", Nobody),
        ("POST", "/b?metadataConfiguration", "CreateBucketMetadataConfiguration", Nobody),
        ("DELETE", "/b?metadataConfiguration", "DeleteBucketMetadataConfiguration", Nobody),
        ("PUT", "/b?metadataInventoryTable", "UpdateBucketMetadataInventoryTableConfiguration", Nobody),
        ("PUT", "/b?metadataJournalTable", "UpdateBucketMetadataJournalTableConfiguration", Nobody),
        ("GET", "/b?metadataTable", "GetBucketMetadataTableConfiguration", Nobody),
        ("POST", "/b?metadataTable", "CreateBucketMetadataTableConfiguration", Nobody),
        ("DELETE", "/b?metadataTable", "DeleteBucketMetadataTableConfiguration", Nobody),
        ("GET", "/b?metrics", "ListBucketMetricsConfigurations", Nobody),
        ("GET", "/b?metrics&id=x", "GetBucketMetricsConfiguration", Nobody),
        ("PUT", "/b?metrics&id=x", "PutBucketMetricsConfiguration", Nobody),
        ("DELETE", "/b?metrics&id=x", "DeleteBucketMetricsConfiguration", Nobody),
        ("GET", "/b?notification", "GetBucketNotificationConfiguration", Emulator),
        ("PUT", "/b?notification", "PutBucketNotificationConfiguration", Emulator),
        ("GET", "/b?object-lock", "GetObjectLockConfiguration", Emulator),
        ("PUT", "/b?object-lock", "PutObjectLockConfiguration", Emulator),
        ("GET", "/b?ownershipControls", "GetBucketOwnershipControls", Emulator),
        ("PUT", "/b?ownershipControls", "PutBucketOwnershipControls", Emulator),
        ("DELETE", "/b?ownershipControls", "DeleteBucketOwnershipControls", Emulator),
        ("GET", "/b?policy", "GetBucketPolicy", Emulator),
        ("PUT", "/b?policy", "PutBucketPolicy", Emulator),
        ("DELETE", "/b?policy", "DeleteBucketPolicy", Emulator),
        ("GET", "/b?policyStatus", "GetBucketPolicyStatus", Nobody),
        ("GET", "/b?publicAccessBlock", "GetPublicAccessBlock", Emulator),
        ("PUT", "/b?publicAccessBlock", "PutPublicAccessBlock", Emulator),
        ("DELETE", "/b?publicAccessBlock", "DeletePublicAccessBlock", Emulator),
        ("GET", "/b?replication", "GetBucketReplication", Emulator),
        ("PUT", "/b?replication", "PutBucketReplication", Emulator),
        ("DELETE", "/b?replication", "DeleteBucketReplication", Emulator),
        ("GET", "/b?requestPayment", "GetBucketRequestPayment", Here),
        ("PUT", "/b?requestPayment", "PutBucketRequestPayment", Here),
        ("GET", "/b?session", "CreateSession", Nobody),
        ("GET", "/b?tagging", "GetBucketTagging", Emulator),
        ("PUT", "/b?tagging", "PutBucketTagging", Emulator),
        ("DELETE", "/b?tagging", "DeleteBucketTagging", Emulator),
        ("GET", "/b?uploads", "ListMultipartUploads", Emulator),
        ("GET", "/b?versioning", "GetBucketVersioning", Emulator),
        ("PUT", "/b?versioning", "PutBucketVersioning", Emulator),
        ("GET", "/b?versions", "ListObjectVersions", Emulator),
        ("GET", "/b?website", "GetBucketWebsite", Emulator),
        ("PUT", "/b?website", "PutBucketWebsite", Emulator),
        ("DELETE", "/b?website", "DeleteBucketWebsite", Emulator),
        ("GET", "/b/k?acl", "GetObjectAcl", Emulator),
        ("PUT", "/b/k?acl", "PutObjectAcl", Emulator),
        ("GET", "/b/k?attributes", "GetObjectAttributes", Emulator),
        ("PUT", "/b/k?encryption", "UpdateObjectEncryption", Nobody),
        ("GET", "/b/k?legal-hold", "GetObjectLegalHold", Emulator),
        ("PUT", "/b/k?legal-hold", "PutObjectLegalHold", Emulator),
        ("PUT", "/b/k?renameObject", "RenameObject", Nobody),
        ("POST", "/b/k?restore", "RestoreObject", Emulator),
        ("GET", "/b/k?retention", "GetObjectRetention", Nobody),
        ("PUT", "/b/k?retention", "PutObjectRetention", Emulator),
        ("POST", "/b/k?select&select-type=2", "SelectObjectContent", Emulator),
        ("GET", "/b/k?tagging", "GetObjectTagging", Emulator),
        ("PUT", "/b/k?tagging", "PutObjectTagging", Emulator),
        ("DELETE", "/b/k?tagging", "DeleteObjectTagging", Emulator),
        ("GET", "/b/k?torrent", "GetObjectTorrent", Nobody),
        ("GET", "/b/k?uploadId=u", "ListParts", Emulator),
        ("PUT", "/b/k?uploadId=u&partNumber=1", "UploadPart", Emulator),
        ("POST", "/b/k?uploadId=u", "CompleteMultipartUpload", Emulator),
        ("DELETE", "/b/k?uploadId=u", "AbortMultipartUpload", Emulator),
        ("POST", "/b/k?uploads", "CreateMultipartUpload", Emulator),
    ];

    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["CreateMultipartUpload"] = "",
        ["DeleteObjects"] = "<Delete><Object><Key>k</Key></Object></Delete>",
        ["RestoreObject"] = "<RestoreRequest><Days>1</Days></RestoreRequest>",
        ["SelectObjectContent"] = "<SelectObjectContentRequest><Expression>SELECT * FROM s3object</Expression>"
            + "<InputSerialization><CSV/></InputSerialization><OutputSerialization><CSV/></OutputSerialization></SelectObjectContentRequest>",
    };

    [Test]
    public void A_sub_resource_tells_the_operation()
    {
        var wrong = All.Where(row => OperationOf(row.Method, row.Target) != row.Operation);

        Assert.That(wrong, Is.Empty);
    }

    [TestCase("DELETE", "/b?location", "DELETE")]
    [TestCase("DELETE", "/b?acl", "DELETE")]
    [TestCase("DELETE", "/b?retention", "DELETE")]
    [TestCase("DELETE", "/b/k?cors", "DELETE")]
    [TestCase("DELETE", "/b?CORS", "DELETE")]
    [TestCase("DELETE", "/b?cors&metrics", "DELETE")]
    [TestCase("PUT", "/b?policyStatus", "PUT")]
    [TestCase("PUT", "/b/k?uploadId=u", "PUT")]
    [TestCase("POST", "/b/k", "POST")]
    [TestCase("GET", "/b?acl&policy", "GET")]
    [TestCase("GET", "/b?prefix=acl&list-type=2&x-id=ListObjectsV2", "ListObjectsV2")]
    [TestCase("GET", "/b/k?versionId=1&partNumber=1&response-content-type=a&X-Amz-Signature=s", "GetObject")]
    [TestCase("GET", "/b?cors&x-id=GetBucketCors", "GetBucketCors")]
    [TestCase("POST", "/b", "PostObject")]
    public void What_is_no_operation_of_S3_is_named_by_its_method(string method, string target, string operation) =>
        Assert.That(OperationOf(method, target), Is.EqualTo(operation));

    [Test]
    [CancelAfter(120_000)]
    public async Task What_is_refused_is_what_the_emulator_takes_for_another_operation(CancellationToken cancellation)
    {
        using var emulator = new EmulatorClient((await DataServices.CloudAsync()).Gateway.Emulator);
        var wrong = new List<string>();
        foreach (var (method, target, operation, answerer) in All)
        {
            var isMistaken = await IsMistakenAsync(
                (verb, path, body) => AskAsync(emulator, verb, path, body, cancellation), method, target, operation);
            if (isMistaken != (answerer != Emulator))
            {
                wrong.Add($"{operation}: {(isMistaken ? "mistaken" : "answered")}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task No_sub_resource_is_taken_for_another_operation()
    {
        var wrong = new List<string>();
        foreach (var (method, target, operation, answerer) in All)
        {
            var answers = new List<(int Status, string Body)>();
            var isMistaken = await IsMistakenAsync(
                async (verb, path, body) =>
                {
                    answers.Add(await AskAsync(verb, path, body));
                    return answers[^1];
                },
                method,
                target,
                operation);
            var isRefused = answers.Exists(answer => answer.Status == 501 && answer.Body.Contains("<Code>NotImplemented</Code>") && answer.Body.Contains($" {operation};"));
            if (isRefused != (answerer == Nobody) || answers.Exists(answer => answer.Status == 405) || (isMistaken && !isRefused))
            {
                wrong.Add($"{operation}: {string.Join(", ", answers)}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task What_is_no_operation_of_S3_leaves_a_bucket()
    {
        var bucket = DataServices.NewName();
        await AskAsync("PUT", $"/{bucket}");

        var answer = await AskAsync("DELETE", $"/{bucket}?acl");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(405));
            Assert.That(answer.Body, Does.Contain("<Code>MethodNotAllowed</Code>").And.Contain("no operation for DELETE"));
            Assert.That((await AskAsync("HEAD", $"/{bucket}")).Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task The_owner_of_a_bucket_pays_for_requests()
    {
        var bucket = DataServices.NewName();
        await AskAsync("PUT", $"/{bucket}");
        var before = await AskAsync("GET", $"/{bucket}?requestPayment");
        var owner = await AskAsync("PUT", $"/{bucket}?requestPayment", Payer("BucketOwner"));
        var requester = await AskAsync("PUT", $"/{bucket}?requestPayment", Payer("Requester"));
        var other = await AskAsync("PUT", $"/{bucket}?requestPayment", Payer("Nobody"));
        var after = await AskAsync("GET", $"/{bucket}?requestPayment");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((before.Status, XElement.Parse(before.Body).Value), Is.EqualTo((200, "BucketOwner")));
            Assert.That(owner.Status, Is.EqualTo(200));
            Assert.That(requester.Status, Is.EqualTo(400));
            Assert.That(requester.Body, Does.Contain("Payer must be BucketOwner here, not Requester"));
            Assert.That((other.Status, other.Body.Contains("<Code>MalformedXML</Code>")), Is.EqualTo((400, true)));
            Assert.That((after.Status, XElement.Parse(after.Body).Value), Is.EqualTo((200, "BucketOwner")));
        }
    }

    [TestCase("GET", "")]
    [TestCase("PUT", "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>")]
    public async Task Nobody_pays_for_requests_of_a_bucket_that_is_not_there(string method, string body)
    {
        var bucket = DataServices.NewName();

        var answer = await AskAsync(method, $"/{bucket}?requestPayment", body);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.Body.Contains("<Code>NoSuchBucket</Code>")), Is.EqualTo((404, true)));
            Assert.That((await AskAsync("HEAD", $"/{bucket}")).Status, Is.EqualTo(404));
        }
    }

    [TestCase("cors", "<X")]
    [TestCase("cors", "<CORSConfiguration/>")]
    [TestCase("accelerate", "<X")]
    [TestCase("accelerate", "<AccelerateConfiguration/>")]
    [TestCase("requestPayment", "<X")]
    public async Task A_configuration_that_is_malformed_is_the_callers_fault(string subResource, string body)
    {
        var bucket = DataServices.NewName();
        await AskAsync("PUT", $"/{bucket}");

        var answer = await AskAsync("PUT", $"/{bucket}?{subResource}", body);

        Assert.That((answer.Status, answer.Body.Contains("<Code>MalformedXML</Code>")), Is.EqualTo((400, true)), answer.Body);
    }

    // Asks for an operation, and looks whether it made, deleted or listed in its place.
    private static async Task<bool> IsMistakenAsync(
        Func<string, string, string, Task<(int Status, string Body)>> ask, string method, string target, string operation)
    {
        const string Content = "the object's";
        var (bucket, isOfObject) = (DataServices.NewName(), target.StartsWith("/b/k", StringComparison.Ordinal));
        var isMaking = method == "PUT";
        var place = isOfObject ? $"/{bucket}/k" : $"/{bucket}";
        if (isOfObject || !isMaking)
        {
            await ask("PUT", $"/{bucket}", "");
        }

        if (isOfObject && !isMaking)
        {
            await ask("PUT", place, Content);
        }

        var query = target[target.IndexOf('?')..];
        if (query.StartsWith("?uploadId", StringComparison.Ordinal))
        {
            var upload = XElement.Parse((await ask("POST", $"{place}?uploads", "")).Body).Elements().Single(member => member.Name.LocalName == "UploadId");
            query = query.Replace("uploadId=u", $"uploadId={Uri.EscapeDataString(upload.Value)}", StringComparison.Ordinal);
        }

        var answer = await ask(method, $"{place}{query}", Bodies.GetValueOrDefault(operation, method == "GET" ? "" : "<X/>"));
        return method switch
        {
            "GET" => answer.Body == Content || answer.Body.Contains("<ListBucketResult", StringComparison.Ordinal),
            "POST" => answer.Status >= 500,
            _ => (await ask("HEAD", place, "")).Status == (isMaking ? 200 : 404),
        };
    }

    private static async Task<(int Status, string Body)> AskAsync(
        EmulatorClient emulator, string method, string path, string body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(emulator.Base, path)) { Content = Of(body, method) };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await emulator.SendAsync("s3", request, cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
    }

    private static async Task<(int Status, string Body)> AskAsync(string method, string path, string body = "")
    {
        var cloud = await DataServices.CloudAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(cloud.Gateway.Endpoint, path)) { Content = Of(body, method) };
        using var answer = await cloud.Http.SendAsync(request, "s3", cloud.Root, CancellationToken.None);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static StringContent? Of(string body, string method) => method is "PUT" or "POST" ? new StringContent(body) : null;

    private static string Payer(string payer) =>
        $"""<RequestPaymentConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Payer>{payer}</Payer></RequestPaymentConfiguration>""";

    private static string OperationOf(string method, string target)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        var mark = target.IndexOf('?') is >= 0 and var index ? index : target.Length;
        request.QueryString = new QueryString(target[mark..]);
        return S3Operation.Of(request, target[..mark]);
    }
}
