using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Cost;
using Fanout.Local.Iam;
using Fanout.Tests.Local.Iam;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Fanout.Tests.Local.Cloud;

public class GatewayTests
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly List<string> _seen = [];
    private Authorizer _iam = null!;
    private string? _missing;
    private bool _breaks;
    private WebApplication? _emulator;
    private Gateway? _gateway;
    private Usage _usage = new();

    [SetUp]
    public async Task StartAsync()
    {
        _seen.Clear();
        _missing = null;
        _breaks = false;
        _usage = new Usage();
        _iam = Permissions.AllowAll(Documents.RoleArn);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _emulator = builder.Build();
        _emulator.Urls.Add("http://127.0.0.1:0");
        _emulator.Run(async context =>
        {
            var request = context.Request;
            var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            _seen.Add($"{request.Method} {target} {request.Headers["X-Amz-Target"]}".TrimEnd());
            context.Response.StatusCode = 203;
            context.Response.Headers["x-amzn-RequestId"] = "42";
            context.Response.Headers["Seen-Body"] =
                request.Headers.Expect.Count > 0 ? "expected"
                : request.Headers.TransferEncoding.Count > 0 ? "chunks"
                : request.ContentLength is { } length ? $"{length} bytes {request.ContentType}"
                : "none";
            if (_breaks)
            {
                context.Response.StatusCode = 500;
                context.Response.ContentType = "text/html; charset=utf-8";
                await context.Response.WriteAsync("<!doctype html><title>500 Internal Server Error</title>");
                return;
            }
            if (_missing is not null)
            {
                context.Response.StatusCode = 404;
                await context.Response.WriteAsync($"<Error><Code>{_missing}</Code></Error>");
                return;
            }
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        await _emulator.StartAsync();
        _gateway = await Gateway.StartAsync(new Uri(_emulator.Urls.Single()), port: 0, _iam.Requests(), _ => { }, CancellationToken.None, _usage);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _gateway!.DisposeAsync();
        await _emulator!.DisposeAsync();
    }

    [Test]
    public async Task A_call_with_known_credentials_is_forwarded_whole_and_counted()
    {
        var credentials = _gateway!.Register(Documents.Reader);
        using var http = new SignedHttp(_gateway.Endpoint, "us-east-1");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_gateway.Endpoint, "/a%20b/c?list-type=2&prefix=x%2Fy"))
        {
            Content = new StringContent("""{"Item":{"n":{"N":"1.5"}}}"""),
        };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.GetItem");

        using var answer = await http.SendAsync(request, "dynamodb", credentials, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(203));
            Assert.That(answer.Headers.GetValues("x-amzn-RequestId"), Is.EqualTo(new[] { "42" }));
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("""{"Item":{"n":{"N":"1.5"}}}"""));
            Assert.That(_seen, Is.EqualTo(new[] { "POST /a%20b/c?list-type=2&prefix=x%2Fy DynamoDB_20120810.GetItem" }));
            Assert.That(_gateway.Requests, Is.EqualTo(new Dictionary<(string, string), int> { [("dynamodb", "GetItem")] = 1 }));
        }
    }

    [Test]
    public async Task What_a_role_does_is_billed_and_what_the_root_does_is_not()
    {
        using var http = new SignedHttp(_gateway!.Endpoint, "us-east-1");
        foreach (var caller in new[] { Documents.Reader, Caller.Of(AwsAccount.Root) })
        {
            using var get = new HttpRequestMessage(HttpMethod.Get, new Uri(_gateway.Endpoint, "/b/k"));
            using var read = new HttpRequestMessage(HttpMethod.Post, _gateway.Endpoint)
            {
                Content = new StringContent($$$"""{"Item":{"k":{"S":"{{{new string('x', 9_000)}}}"} } }"""),
            };
            read.Headers.Add("X-Amz-Target", "DynamoDB_20120810.GetItem");
            using var one = await http.SendAsync(get, "s3", _gateway.Register(caller), CancellationToken.None);
            using var other = await http.SendAsync(read, "dynamodb", _gateway.Register(caller), CancellationToken.None);
        }

        Assert.That(_usage.Total.Select(counted => (counted.Key.Payer, counted.Value)), Is.EquivalentTo(new[]
        {
            ("reader", new BillLine(Prices.S3Read, 1)), ("reader", new BillLine(Prices.DynamoDbRead, 1.5m)),
        }));
    }

    [Test]
    public async Task What_fails_is_not_billed()
    {
        _missing = "NoSuchKey";

        using var answer = await SendAsync("GET", "/b/k", "s3", content: null);

        Assert.That(_usage.Total, Is.Empty);
    }

    [TestCase("GET", "/", "ListBuckets")]
    [TestCase("PUT", "/b", "CreateBucket")]
    [TestCase("HEAD", "/b/", "HeadBucket")]
    [TestCase("DELETE", "/b", "DeleteBucket")]
    [TestCase("GET", "/b?location", "GetBucketLocation")]
    [TestCase("PUT", "/b?versioning", "PutBucketVersioning")]
    [TestCase("GET", "/b", "ListObjects")]
    [TestCase("GET", "/b?list-type=2&prefix=a%2F", "ListObjectsV2")]
    [TestCase("POST", "/b?delete", "DeleteObjects")]
    [TestCase("GET", "/b/a/k", "GetObject")]
    [TestCase("HEAD", "/b/k", "HeadObject")]
    [TestCase("PUT", "/b/k", "PutObject")]
    [TestCase("DELETE", "/b/k", "DeleteObject")]
    [TestCase("POST", "/b/k?uploads", "CreateMultipartUpload")]
    [TestCase("PUT", "/b/k?partNumber=1&uploadId=u", "UploadPart")]
    [TestCase("POST", "/b/k?uploadId=u", "CompleteMultipartUpload")]
    [TestCase("DELETE", "/b/k?uploadId=u", "AbortMultipartUpload")]
    public async Task A_call_of_s3_is_counted_by_its_operation(string method, string path, string operation)
    {
        using var answer = await SendAsync(method, path, "s3", content: null);

        Assert.That(_gateway!.Requests, Is.EqualTo(new Dictionary<(string, string), int> { [("s3", operation)] = 1 }));
    }

    [Test]
    public async Task A_put_that_copies_is_counted_as_a_copy()
    {
        using var content = new ByteArrayContent([]);
        content.Headers.TryAddWithoutValidation("x-amz-copy-source", "/b/other");

        using var answer = await SendAsync("PUT", "/b/k", "s3", content);

        Assert.That(_gateway!.Requests.Keys, Is.EqualTo(new[] { ("s3", "CopyObject") }));
    }

    [Test]
    public async Task A_call_of_s3_is_what_its_method_and_path_say_whatever_its_headers()
    {
        using var content = new ByteArrayContent([]) { Headers = { { "X-Amz-Target", "X.GetObject" } } };

        using var answer = await SendAsync("PUT", "/b/k", "s3", content);

        Assert.That(_gateway!.Requests.Keys, Is.EqualTo(new[] { ("s3", "PutObject") }));
    }

    [Test]
    public async Task A_form_is_counted_by_its_action_and_forwarded_whole()
    {
        using var content = new FormUrlEncodedContent([new("Action", "Publish"), new("Message", "ä & =+%")]);

        using var answer = await SendAsync("POST", "/", "sns", content);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_gateway!.Requests.Keys, Is.EqualTo(new[] { ("sns", "Publish") }));
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("Action=Publish&Message=%C3%A4+%26+%3D%2B%25"));
        }
    }

    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("multipart/form-data; boundary=x")]
    public async Task An_object_that_is_typed_as_a_form_keeps_its_bytes(string contentType)
    {
        byte[] bytes = [0xFF, 0x00, 0xC3, 0x28];
        using var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var answer = await SendAsync("PUT", "/b/k", "s3", content);

        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(bytes));
    }

    [Test]
    public async Task A_form_that_is_too_long_to_be_held_is_refused()
    {
        using var content = new ByteArrayContent(new byte[(4 << 20) + 1]);
        content.Headers.ContentType = new("application/x-www-form-urlencoded");

        using var answer = await SendAsync("POST", "/", "sns", content);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
            Assert.That(_seen, Is.Empty);
        }
    }

    [Test]
    public async Task A_call_without_a_body_is_forwarded_without_one()
    {
        using var answer = await SendAsync("GET", "/b/k", "s3", content: null);

        Assert.That(answer.Headers.GetValues("Seen-Body"), Is.EqualTo(new[] { "none" }));
    }

    [Test]
    public async Task An_empty_body_keeps_its_length_and_its_type()
    {
        using var content = new ByteArrayContent([]);
        content.Headers.ContentType = new("text/csv");

        using var answer = await SendAsync("PUT", "/b/k", "s3", content);

        Assert.That(answer.Headers.GetValues("Seen-Body"), Is.EqualTo(new[] { "0 bytes text/csv" }));
    }

    [Test]
    public async Task An_interceptor_answers_in_the_emulators_place_until_it_is_disposed()
    {
        using (_gateway!.Intercept(Faults.EveryTenthGetObjectIsSlowedDown()))
        {
            var statuses = new List<int>();
            for (var call = 1; call <= 20; call++)
            {
                using var answer = await SendAsync("GET", "/b/k", "s3", content: null);
                statuses.Add((int)answer.StatusCode);
            }

            Assert.That(statuses.Index().Where(status => status.Item == 503).Select(status => status.Index), Is.EqualTo(new[] { 9, 19 }));
        }

        for (var call = 1; call <= 10; call++)
        {
            using var answer = await SendAsync("GET", "/b/k", "s3", content: null);
            Assert.That((int)answer.StatusCode, Is.EqualTo(203));
        }
    }

    [TestCase(null)]
    [TestCase("AWS4-HMAC-SHA256 Credential=AKIASTRANGER/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0")]
    public async Task A_call_without_known_credentials_is_refused_as_aws_does(string? authorization)
    {
        using var http = new HttpClient { BaseAddress = _gateway!.Endpoint };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await http.GetAsync(new Uri("/", UriKind.Relative));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(answer.Headers.GetValues("x-amzn-ErrorType"), Is.EqualTo(new[] { "UnrecognizedClientException" }));
            Assert.That(_seen, Is.Empty);
        }
    }

    [Test]
    public async Task An_emulator_that_is_gone_is_an_error_of_the_service()
    {
        var credentials = _gateway!.Register(Caller.Of(AwsAccount.Root));
        await _emulator!.StopAsync();
        using var http = new SignedHttp(_gateway.Endpoint, "us-east-1");
        var client = new AwsJsonClient(http);

        var error = await Assert.ThrowsAsync<AwsErrorException>(() =>
            client.CallAsync("dynamodb", "DynamoDB_20120810.ListTables", JsonElement.Parse("{}"), credentials, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Code, Is.EqualTo("ServiceUnavailable"));
            Assert.That(error.StatusCode, Is.EqualTo(502));
        }
    }

    [TestCase("/bucket/a%2Fb/%252F/%2B+%20%C3%BC")]
    [TestCase("/bucket/../up/./here//twice")]
    public async Task A_path_reaches_the_emulator_as_it_came(string path)
    {
        using var answer = await SendAsync("GET", path, "s3", content: null);

        Assert.That(_seen, Is.EqualTo(new[] { $"GET {path}" }));
    }

    [Test]
    public async Task A_call_that_its_role_may_not_make_is_answered_and_neither_forwarded_nor_counted()
    {
        using var body = new StringContent("""{"TableName": "t"}""") { Headers = { { "X-Amz-Target", "DynamoDB_20120810.GetItem" } } };

        using var answer = await SendAsync("POST", "/", "dynamodb", body, Caller.Of("arn:aws:iam::123456789012:role/other", "session"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(400));
            Assert.That(JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("Message").GetString(), Is.EqualTo(
                "User: arn:aws:sts::123456789012:assumed-role/other/session is not authorized to perform: dynamodb:GetItem on resource: "
                    + "arn:aws:dynamodb:us-east-1:123456789012:table/t because no identity-based policy allows the dynamodb:GetItem action"));
            Assert.That(_seen, Is.Empty);
            Assert.That(_gateway!.Requests, Is.Empty);
        }
    }

    [TestCase(true, "s3:GetObject", HttpStatusCode.Forbidden)]
    [TestCase(true, "s3:*", HttpStatusCode.NotFound)]
    [TestCase(false, "s3:GetObject", HttpStatusCode.NotFound)]
    public async Task Who_may_not_list_a_bucket_learns_nothing_of_an_object_that_is_missing(bool objectIsMissing, string allowed, HttpStatusCode status)
    {
        _iam.AddIdentityPolicy("limited", "inline", Documents.Policy(Documents.Statement("Allow", allowed, "*")));
        _missing = objectIsMissing ? "NoSuchKey" : "NoSuchBucket";

        using var answer = await SendAsync("GET", "/b/k", "s3", content: null, Caller.Of("arn:aws:iam::123456789012:role/limited"));

        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(status == HttpStatusCode.Forbidden ? "s3:ListBucket" : _missing));
    }

    // Each target with the key that it asks for, as a pattern that only this key matches.
    private static readonly (string Target, string Pattern)[] Keys =
    [
        ("a%2Bb/x", "a+b/x"), ("a%252Bb/x", "a%2Bb/x"), ("./x", "./x"), ("../x", "../x"), ("/x", "/x"), ("x", "x"), ("a/../b", "a/../b"),
        ("b", "b"), ("%2e%2e", ".."), ("a+b", "a+b"), ("a%20b", "a b"), ("a%23b", "a#b"), ("%C3%BC", "\u00fc"), ("%252e%252e", "%2e%2e"),
    ];

    [Test]
    public async Task An_object_is_allowed_by_the_key_that_is_asked_for_and_by_no_other()
    {
        var wrong = new List<string>();
        foreach (var (index, (_, pattern)) in Keys.Index())
        {
            _iam.AddIdentityPolicy($"k{index}", "inline", Documents.Policy(Documents.Statement("Allow", "s3:GetObject", $"arn:aws:s3:::b/{pattern}")));
            foreach (var (other, (target, _)) in Keys.Index())
            {
                _seen.Clear();
                using var answer = await SendAsync("GET", $"/b/{target}", "s3", null, Caller.Of($"arn:aws:iam::123456789012:role/k{index}"));
                if ((answer.StatusCode != HttpStatusCode.Forbidden, string.Join(", ", _seen)) != (index == other, index == other ? $"GET /b/{target}" : ""))
                {
                    wrong.Add($"{pattern} {target} {answer.StatusCode}");
                }
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [TestCase("b.s3.amazonaws.com", "/a%2Fb", "b/a/b")]
    [TestCase("b.s3.us-east-1.amazonaws.com", "/../k", "b/../k")]
    [TestCase("my.b.s3.amazonaws.com", "/k", "my.b/k")]
    [TestCase("b.localhost", "/k", "b/k")]
    [TestCase("s3.us-east-1.amazonaws.com", "/b/k", "b/k")]
    public async Task A_bucket_that_the_host_names_is_the_one_that_is_decided_about(string host, string path, string place)
    {
        _iam.AddIdentityPolicy("right", "inline", Documents.Policy(Documents.Statement("Allow", "s3:GetObject", $"arn:aws:s3:::{place}")));
        _iam.AddIdentityPolicy("wrong", "inline", Documents.Policy(Documents.Statement("Allow", "s3:GetObject", $"arn:aws:s3:::{path.TrimStart('/')}*")));

        using var allowed = await SendAsync("GET", path, "s3", null, Caller.Of("arn:aws:iam::123456789012:role/right"), host);
        using var denied = await SendAsync(
            "GET", path, "s3", null, Caller.Of(path == "/b/k" ? "arn:aws:iam::123456789012:role/none" : "arn:aws:iam::123456789012:role/wrong"), host);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)allowed.StatusCode, denied.StatusCode), Is.EqualTo((203, HttpStatusCode.Forbidden)));
            Assert.That(_seen, Is.EqualTo(new[] { $"GET {path}" }));
        }
    }

    [Test]
    public async Task A_host_that_is_none_of_S3_is_refused()
    {
        using var answer = await SendAsync("GET", "/b/k", "s3", content: null, host: "b.elsewhere.example");

        Assert.That((answer.StatusCode, _seen.Count), Is.EqualTo((HttpStatusCode.Forbidden, 0)));
    }

    [TestCase("dynamodb", 400, "com.amazon.coral.validate#ValidationException")]
    [TestCase("sqs", 400, "\"__type\":\"InvalidAction\",\"message\":\"The local cloud does not answer Lacking of sqs")]
    [TestCase("s3", 501, "<Code>NotImplemented</Code>")]
    [TestCase("sns", 400, "<Code>InvalidAction</Code><Message>The local cloud does not answer Lacking of sns")]
    public async Task A_page_of_the_emulator_becomes_the_services_error(string service, int status, string code)
    {
        _breaks = true;
        using HttpContent content = service == "sns" ? new FormUrlEncodedContent([new("Action", "Lacking")]) : new StringContent("{}");
        if (service is "dynamodb" or "sqs")
        {
            content.Headers.Add("X-Amz-Target", "Service.Lacking");
        }

        using var answer = await SendAsync("POST", service == "s3" ? "/b/k" : "/", service, content);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(code).And.Not.Contain("doctype"));
        }
    }

    [TestCase("""{"TableName": "\ud83d"}""", "unpaired surrogate")]
    [TestCase("""{"TableName": "t", "TableName": "u"}""", "twice")]
    [TestCase("{", "is not JSON")]
    [TestCase("{\"TableName\": \"\u00e9\"}", "is not UTF-8")]
    public async Task A_body_that_not_all_read_alike_fails_its_request_alone(string body, string problem)
    {
        using var content = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(body)) { Headers = { { "X-Amz-Target", "DynamoDB_20120810.GetItem" } } };

        using var answer = await SendAsync("POST", "/", "dynamodb", content);
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)answer.StatusCode, error.GetProperty("__type").GetString()), Is.EqualTo((400, "SerializationException")));
            Assert.That(error.GetProperty("message").GetString(), Does.Contain(problem));
            Assert.That(_seen, Is.Empty);
        }
    }

    [TestCase("Expect: 100-continue\r\nContent-Length: 0\r\n", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 ")]
    [TestCase("Content-Length: 0\r\n", "HTTP/1.1 403 ")]
    public async Task A_client_that_waits_for_continue_is_answered_even_where_it_has_no_body(string headers, string expected)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _gateway!.Endpoint.Port);
        using var reader = new StreamReader(client.GetStream());

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"PUT /b/k HTTP/1.1\r\nHost: {_gateway.Endpoint.Authority}\r\n{headers}Connection: close\r\n\r\n"));

        Assert.That(await reader.ReadToEndAsync(), Does.StartWith(expected));
    }

    private async Task<HttpResponseMessage> SendAsync(
        string method, string path, string service, HttpContent? content, Caller? caller = null, string? host = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri($"{_gateway!.Endpoint.GetLeftPart(UriPartial.Authority)}{path}", AsItIs))
        { Content = content };
        request.Headers.Add("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        var target = request.RequestUri;
        if (host is not null)
        {
            request.Headers.Host = host.EndsWith("localhost", StringComparison.Ordinal) ? $"{host}:{_gateway.Endpoint.Port}" : host;
            request.RequestUri = new Uri($"http://{request.Headers.Host}{path}", AsItIs);
        }

        await request.SignAsync(_gateway.Register(caller ?? Caller.Of(AwsAccount.Root)), "us-east-1", service);
        request.RequestUri = target;
        request.Headers.ExpectContinue = content is not null;
        return await http.SendAsync(request);
    }
}
