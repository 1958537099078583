using System.Text;
using Fanout.Local.Aws;
using Fanout.Tests.Local.Iam;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fanout.Tests.Local.Aws;

public class SignatureClaimTests
{
    private const string Body = """{"TableName":"list"}""";
    private const string OtherSignature = "the request signature that was calculated does not match";

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private static readonly AwsCredentials Credentials = AwsCredentials.Of(Documents.Reader, [1]);

    [Test]
    public async Task A_request_says_whose_key_signs_it_and_for_what()
    {
        var claim = SignatureClaim.Of(await SignedAsync("dynamodb", "/"));

        Assert.That(claim, Is.Not.Null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(claim!.AccessKeyId, Is.EqualTo(Credentials.AccessKeyId));
            Assert.That(claim.Region, Is.EqualTo("eu-west-1"));
            Assert.That(claim.Service, Is.EqualTo("dynamodb"));
            Assert.That(claim.SignedHeaders, Is.EqualTo("host;x-amz-content-sha256;x-amz-date;x-amz-target"));
        }
    }

    [TestCase("")]
    [TestCase("Bearer abc")]
    [TestCase("AWS4-HMAC-SHA256 Credential=KEY/20260131/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=abc")]
    public void Without_a_signature_nothing_is_claimed(string authorization)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = authorization;

        Assert.That(SignatureClaim.Of(context.Request), Is.Null);
    }

    [TestCase("dynamodb", "/")]
    [TestCase("s3", "/bucket/plain.json")]
    [TestCase("s3", "/bucket/a+b%2Bc")]
    [TestCase("s3", "/bucket/with%20space%20(1)!'*~.json")]
    [TestCase("s3", "/bucket//a//b/")]
    [TestCase("s3", "/bucket/%C3%BCber%E2%82%AC%F0%9F%98%80")]
    [TestCase("s3", "/bucket/2026-01-31T00%253A00%253A00Z.csv")]
    [TestCase("s3", "/bucket/a/./b/../c")]
    [TestCase("s3", "/bucket?list-type=2&prefix=a%2Fb%20c&delimiter=%2F")]
    [TestCase("s3", "/bucket?uploads")]
    [TestCase("scheduler", "/schedules/daily?groupName=default")]
    [TestCase("lambda", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Af/invocations")]
    public async Task What_the_SDKs_signer_signs_is_proved(string service, string target) => Assert.That(
        await ProblemAsync(await SignedAsync(service, target)), Is.Null);

    [TestCase("s3", "/bucket?b=2&a=1&a=0&c=", "/bucket?c=&a=0&b=2&a=1")]
    public async Task Parameters_may_come_in_any_order(string service, string signed, string sent) => Assert.That(
        await ProblemAsync(await SignedAsync(service, signed, sent: sent)), Is.Null);

    [TestCase("/bucket/key", "/bucket/kez")]
    [TestCase("/bucket/a%2Bb", "/bucket/a%20b")]
    [TestCase("/bucket/a//b", "/bucket/a/b")]
    [TestCase("/bucket?prefix=a", "/bucket?prefix=b")]
    [TestCase("/bucket?prefix=a", "/bucket?prefix=a&max-keys=1")]
    [TestCase("/bucket?prefix=a", "/bucket")]
    public async Task Another_path_or_query_is_not_what_was_signed(string signed, string sent) => Assert.That(
        await ProblemAsync(await SignedAsync("s3", signed, sent: sent)), Does.StartWith(OtherSignature));

    [Test]
    public async Task Another_method_is_not_what_was_signed()
    {
        var request = await SignedAsync("s3", "/bucket/key");
        request.Method = "DELETE";

        Assert.That(await ProblemAsync(request), Does.StartWith(OtherSignature));
    }

    [TestCase("X-Amz-Target", "DynamoDB_20120810.DeleteTable")]
    [TestCase("Host", "127.0.0.1:4567")]
    public async Task Another_header_is_not_what_was_signed(string name, string value)
    {
        var request = await SignedAsync("dynamodb", "/");
        request.Headers[name] = value;

        Assert.That(await ProblemAsync(request), Does.StartWith(OtherSignature));
    }

    [Test]
    public async Task Spaces_around_and_within_a_header_do_not_matter()
    {
        var request = await SignedAsync("dynamodb", "/", header: "a  b");
        request.Headers["x-amz-note"] = "  a b ";

        Assert.That(await ProblemAsync(request), Is.Null);
    }

    [Test]
    public async Task Another_body_is_not_what_was_signed() => Assert.That(
        await ProblemAsync(await SignedAsync("dynamodb", "/"), body: """{"TableName":"lost"}"""),
        Is.EqualTo("the body is not that of x-amz-content-sha256"));

    [Test]
    public async Task Another_body_with_its_own_hash_is_not_what_was_signed()
    {
        var request = await SignedAsync("dynamodb", "/");
        var other = await SignedAsync("dynamodb", "/", body: "{}");
        request.Headers["x-amz-content-sha256"] = other.Headers["x-amz-content-sha256"];

        Assert.That(await ProblemAsync(request, body: "{}"), Does.StartWith(OtherSignature));
    }

    [Test]
    public async Task A_body_that_is_not_signed_may_be_any() => Assert.That(
        await ProblemAsync(await SignedAsync("s3", "/bucket/key", hash: "UNSIGNED-PAYLOAD"), body: "anything"), Is.Null);

    [Test]
    public async Task That_a_body_is_not_signed_is_itself_signed()
    {
        var request = await SignedAsync("s3", "/bucket/key");
        request.Headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";

        Assert.That(await ProblemAsync(request, body: "anything"), Does.StartWith(OtherSignature));
    }

    [Test]
    public async Task A_stream_is_read_and_stands_at_its_begin_again()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Body));
        var request = await SignedAsync("s3", "/bucket/key");

        var problem = await SignatureClaim.Of(request)!.ProblemAsync(
            request, Credentials, content: null, stream, TimeProvider.System, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem, Is.Null);
            Assert.That(stream.Position, Is.Zero);
        }
    }

    [Test]
    public async Task Another_secret_signs_otherwise() => Assert.That(
        await ProblemAsync(await SignedAsync("dynamodb", "/"), AwsCredentials.Of(Documents.Reader, [2])), Does.StartWith(OtherSignature));

    [TestCase(14, null)]
    [TestCase(-14, null)]
    [TestCase(16, "more than 15 minutes from now")]
    [TestCase(-16, "more than 15 minutes from now")]
    public async Task A_signature_holds_for_a_quarter_of_an_hour(int minutes, string? problem) => Assert.That(
        await ProblemAsync(await SignedAsync("dynamodb", "/"), time: new ShiftedTime(TimeSpan.FromMinutes(minutes))),
        problem is null ? Is.Null : Does.EndWith(problem));

    [TestCase("")]
    [TestCase("2026-01-31T00:00:00Z")]
    public async Task A_request_without_a_date_is_refused(string date)
    {
        var request = await SignedAsync("dynamodb", "/");
        request.Headers["x-amz-date"] = date;

        Assert.That(await ProblemAsync(request), Does.StartWith("the header x-amz-date is missing, or no date"));
    }

    [Test]
    public async Task The_host_must_be_signed()
    {
        var request = await SignedAsync("dynamodb", "/");
        request.Headers.Authorization = request.Headers.Authorization.ToString().Replace("SignedHeaders=host;", "SignedHeaders=", StringComparison.Ordinal);

        Assert.That(await ProblemAsync(request), Is.EqualTo("the header host is not signed"));
    }

    private static Task<string?> ProblemAsync(
        HttpRequest request, AwsCredentials? credentials = null, string body = Body, TimeProvider? time = null) =>
        SignatureClaim.Of(request)!.ProblemAsync(
            request, credentials ?? Credentials, Encoding.UTF8.GetBytes(body), stream: null, time ?? TimeProvider.System, CancellationToken.None);

    // What a server gets of a request that the SDK's signer has signed, with another target where one is given.
    private static async Task<HttpRequest> SignedAsync(
        string service, string target, string? sent = null, string body = Body, string? hash = null, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:4566{target}", AsItIs))
        {
            Content = new StringContent(body),
        };
        if (service == "dynamodb")
        {
            request.Headers.Add("x-amz-target", "DynamoDB_20120810.DescribeTable");
        }

        if (hash is not null)
        {
            request.Headers.Add("x-amz-content-sha256", hash);
        }

        if (header is not null)
        {
            request.Headers.Add("x-amz-note", header);
        }

        await request.SignAsync(Credentials, "eu-west-1", service);

        var context = new DefaultHttpContext();
        context.Request.Method = request.Method.Method;
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = sent ?? target;
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            context.Request.Headers[name] = values.ToString();
        }

        context.Request.Headers.Host = "127.0.0.1:4566";
        return context.Request;
    }

    private sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
    }
}
