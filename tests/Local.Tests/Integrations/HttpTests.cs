using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Fanout.Local;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Local.StepFunctions.Integrations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Fanout.Tests.Local.Integrations;

public sealed class HttpTests
{
    private const string Api = "https://api.example.com";
    private const string Secret = "Bearer s3cret";

    private WebApplication _server = null!;
    private string _connection = null!;
    private (string Line, IHeaderDictionary Headers, string Body) _request;
    private Func<HttpResponse, Task> _answer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.MapFallback("{**path}", AnswerAsync);
        await _server.StartAsync();
        SharedCloud.Cloud.Apis.Map(Api, new Uri(_server.Urls.Single()));
        _connection = await ConnectAsync("API_KEY", ("apiKey", Map(("key", "Authorization"), ("value", Secret))));
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => _server.DisposeAsync();

    [SetUp]
    public void Answer() => _answer = response => Write(response, "application/json", """{"states": {"failed": 2}}""");

    [Test]
    public async Task An_answer_of_json_is_parsed_and_given_with_its_status_and_headers()
    {
        _answer = response =>
        {
            response.Headers.Append("x-page", new StringValues(["1", "2"]));
            return Write(response, "application/json; charset=utf-8", """{"states": {"failed": 2}, "name": "é"}""");
        };

        var result = await CallAsync();

        Assert.That(result.GetProperty("ResponseBody").GetRawText(), Is.EqualTo("""{"states":{"failed":2},"name":"é"}"""));
        Assert.That(result.GetProperty("StatusCode").GetInt32(), Is.EqualTo(200));
        Assert.That(result.GetProperty("StatusText").GetString(), Is.EqualTo("OK"));
        Assert.That(result.GetProperty("Headers").GetProperty("x-page").GetRawText(), Is.EqualTo("""["1","2"]"""));
        Assert.That(
            result.GetProperty("Headers").GetProperty("Content-Type").GetRawText(), Is.EqualTo("""["application/json; charset=utf-8"]"""));
        Assert.That(result.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "Headers", "ResponseBody", "StatusCode", "StatusText" }));
    }

    [TestCase("text/plain", "{}")]
    [TestCase("application/json", "not json")]
    public async Task Any_other_answer_is_a_text(string type, string body)
    {
        _answer = response => Write(response, type, body);

        Assert.That((await CallAsync()).GetProperty("ResponseBody").GetString(), Is.EqualTo(body));
    }

    [Test]
    public async Task The_request_is_what_the_service_sends()
    {
        await CallAsync(""" "QueryParameters": {"state": "failed", "limit": 400, "tag": ["a b", "c&d"]}, "Headers": {"X-Request": "7"} """);

        Assert.That(_request.Line, Is.EqualTo("GET /v1/get-data?state=failed&limit=400&tag=a%20b&tag=c%26d"));
        Assert.That(_request.Headers.Host.ToString(), Is.EqualTo("api.example.com"));
        Assert.That(_request.Headers.UserAgent.ToString(), Is.EqualTo("Amazon|StepFunctions|HttpInvoke|us-east-1"));
        Assert.That(_request.Headers.Range.ToString(), Is.EqualTo("bytes=0-262144"));
        Assert.That(_request.Headers["X-Request"].ToString(), Is.EqualTo("7"));
        Assert.That(_request.Body, Is.Empty);
    }

    [Test]
    public async Task A_query_in_the_address_and_one_given_as_text_are_kept()
    {
        await CallAsync(""" "QueryParameters": "b=2&c=%20" """, endpoint: $"{Api}/x?a=1");

        Assert.That(_request.Line, Is.EqualTo("GET /x?a=1&b=2&c=%20"));
    }

    [Test]
    public async Task The_connection_adds_its_key_which_no_result_shows()
    {
        var result = await CallAsync();

        Assert.That(_request.Headers.Authorization.ToString(), Is.EqualTo(Secret));
        Assert.That(result.GetRawText(), Does.Not.Contain("s3cret"));
    }

    [Test]
    public async Task A_connection_of_user_and_password_adds_them()
    {
        var connection = await ConnectAsync("BASIC", ("basic", Map(("username", "me"), ("password", "pass"))));

        await CallAsync(connection: connection);

        Assert.That(_request.Headers.Authorization.ToString(), Is.EqualTo("Basic bWU6cGFzcw=="));
    }

    [Test]
    public async Task What_the_connection_gives_takes_the_place_of_what_the_task_gives()
    {
        static object List(string key) => ImmutableArray.Create<object>(Map(("key", key), ("value", "connection")));
        var connection = await ConnectAsync(
            "API_KEY",
            ("apiKey", Map(("key", "ApiKey"), ("value", "key"))),
            ("invocationHttpParameters", Map(("headers", List("Header-Param")), ("queryStrings", List("QueryParam")), ("bodies", List("BodyParam")))));

        await CallAsync(
            """
            "Headers": {"Header-Param": "task", "Other": "task"}, "QueryParameters": {"QueryParam": "task", "other": "task"},
            "RequestBody": {"Job": "é", "BodyParam": "task"}
            """,
            method: "POST",
            connection: connection);

        Assert.That(_request.Line, Is.EqualTo("POST /v1/get-data?other=task&QueryParam=connection"));
        Assert.That(_request.Headers["Header-Param"].ToString(), Is.EqualTo("connection"));
        Assert.That(_request.Headers["Other"].ToString(), Is.EqualTo("task"));
        Assert.That(_request.Headers["ApiKey"].ToString(), Is.EqualTo("key"));
        Assert.That(_request.Headers.ContentType.ToString(), Is.EqualTo("application/json; charset=UTF-8"));
        Assert.That(_request.Body, Is.EqualTo("""{"Job":"é","BodyParam":"connection"}"""));
        Assert.That(
            (await FailureAsync(""" "RequestBody": "text" """, method: "POST", connection: connection)).Error, Is.EqualTo("States.Runtime"));
    }

    [TestCase("INDICES", "a%5B0%5D=x%20y&a%5B1%5D=z&m%5Bk%5D=1")]
    [TestCase("REPEAT", "a=x%20y&a=z&m%5Bk%5D=1")]
    [TestCase("COMMAS", "a=x%20y%2Cz&m%5Bk%5D=1")]
    [TestCase("BRACKETS", "a%5B%5D=x%20y&a%5B%5D=z&m%5Bk%5D=1")]
    public async Task A_body_can_be_sent_as_a_form(string arrayFormat, string body)
    {
        await CallAsync(
            $$$"""
            "RequestBody": {"a": ["x y", "z"], "m": {"k": 1}}, "Headers": {"content-type": "application/x-www-form-urlencoded"},
            "Transform": {"RequestBodyEncoding": "URL_ENCODED", "RequestEncodingOptions": {"ArrayFormat": "{{{arrayFormat}}}"}}
            """,
            method: "POST");

        Assert.That(_request.Body, Is.EqualTo(body));
        Assert.That(_request.Headers.ContentType.ToString(), Is.EqualTo("application/x-www-form-urlencoded"));
    }

    [TestCase(401, "Unauthorized")]
    [TestCase(429, "Too Many Requests")]
    [TestCase(500, "Internal Server Error")]
    [TestCase(302, "Found")]
    public async Task A_status_that_is_no_success_is_an_error_whose_cause_is_its_text_and_the_bodys_beginning(int status, string text)
    {
        _answer = response =>
        {
            response.StatusCode = status;
            response.Headers.Location = "https://elsewhere.example.com/";
            return Write(response, "application/json", new string('é', 1_000));
        };

        var failure = await FailureAsync();

        Assert.That(failure.Error, Is.EqualTo($"States.Http.StatusCode.{status}"));
        Assert.That(failure.Cause, Is.EqualTo($"{text}: {new string('é', 500)}"));
    }

    [TestCase("image/png", "x")]
    [TestCase("application/octet-stream", "x")]
    public async Task A_body_that_is_no_text_is_an_error(string type, string body)
    {
        _answer = response => Write(response, type, body);

        var failure = await FailureAsync();

        Assert.That(failure.Error, Is.EqualTo("States.Runtime"));
        Assert.That(failure.Cause, Does.Contain(type));
    }

    [TestCase("application/json", "7B2261223A22C3A9E282AC227D", "é€")]
    [TestCase("application/json; charset=utf-8", "7B2261223A22C3A9E282AC227D", "é€")]
    [TestCase("application/json; charset=utf8", "7B2261223A22C3A9E282AC227D", "é€")]
    [TestCase("application/json; charset=\"UTF8\"", "7B2261223A22C3A9E282AC227D", "é€")]
    [TestCase("application/json;charset=ISO-8859-1", "7B2261223A22E9227D", "é")]
    [TestCase("application/json; charset=latin1", "7B2261223A22E9227D", "é")]
    [TestCase("application/json; charset=windows-1252", "7B2261223A22E980227D", "é€")]
    [TestCase("application/json; charset=cp1252", "7B2261223A22E980227D", "é€")]
    [TestCase("application/json; charset=ISO-8859-15", "7B2261223A22E9A4227D", "é€")]
    [TestCase("application/json; charset=Shift_JIS", "7B2261223A2293FA227D", "日")]
    [TestCase("application/json; charset=us-ascii", "7B2261223A2265227D", "e")]
    [TestCase("application/json; charset=utf-16le", "7B00220061002200 3A002200E90022007D00", "é")]
    [TestCase("application/json; charset=utf-16", "007B00220061002200 3A002200E90022007D", "é")]
    public async Task A_body_is_read_in_the_charset_that_its_content_type_names(string type, string body, string text)
    {
        _answer = response => Write(response, type, Convert.FromHexString(body.Replace(" ", "", StringComparison.Ordinal)));

        Assert.That((await CallAsync()).GetProperty("ResponseBody").GetProperty("a").GetString(), Is.EqualTo(text));
    }

    [TestCase("utf-8", "EFBBBF7B7D")]
    [TestCase("utf-16", "FEFF007B007D")]
    [TestCase("utf-16", "FFFE7B007D00")]
    public async Task A_body_with_a_byte_order_mark_is_a_text_that_begins_with_it(string charset, string body)
    {
        _answer = response => Write(response, $"application/json; charset={charset}", Convert.FromHexString(body));

        Assert.That((await CallAsync()).GetProperty("ResponseBody").GetString(), Is.EqualTo("\uFEFF{}"));
    }

    [Test]
    public async Task An_answer_without_content_has_an_empty_body()
    {
        _answer = response =>
        {
            response.StatusCode = 204;
            return Task.CompletedTask;
        };

        var result = await CallAsync();

        Assert.That(result.GetProperty("StatusCode").GetInt32(), Is.EqualTo(204));
        Assert.That(result.GetProperty("ResponseBody").GetString(), Is.Empty);
    }

    [TestCase("1234567890123456")]
    [TestCase("9007199254740993")]
    [TestCase("1.50")]
    [TestCase("-0")]
    public async Task A_number_of_the_body_stays_as_it_was_written(string number)
    {
        _answer = response => Write(response, "application/json", $$"""{"a":{{number}}}""");

        Assert.That((await CallAsync()).GetProperty("ResponseBody").GetRawText(), Is.EqualTo($$"""{"a":{{number}}}"""));
    }

    [TestCase("text/plain; charset=utf-8", "FFFEFD", "The response cannot be read as text: it is not utf-8, byte 0 is wrong.")]
    [TestCase("application/json", "61E9", "The response cannot be read as text: it is not utf-8, byte 1 is wrong.")]
    [TestCase("text/plain; charset=us-ascii", "61C3A9", "The response cannot be read as text: it is not us-ascii, byte 1 is wrong.")]
    [TestCase(
        "text/plain; charset=klingon", "61",
        "The response cannot be read as text: its content type, text/plain; charset=klingon, names a charset that is not known.")]
    public async Task A_body_that_is_not_in_its_charset_is_an_error(string type, string body, string cause)
    {
        _answer = response => Write(response, type, Convert.FromHexString(body));

        var failure = await FailureAsync();

        Assert.That(failure.Error, Is.EqualTo("States.Runtime"));
        Assert.That(failure.Cause, Is.EqualTo(cause));
    }

    [TestCase("text/plain; charset=latin1", "70E97269C3", "périÃ")]
    [TestCase("text/plain; charset=utf8", "EFBBBF70C3A97269C3", "péri\uFFFD")]
    [TestCase("text/plain; charset=klingon", "70C3A9", "pé")]
    public async Task The_beginning_of_an_errors_body_is_read_in_its_charset(string type, string body, string text)
    {
        _answer = response =>
        {
            response.StatusCode = 500;
            return Write(response, type, Convert.FromHexString(body));
        };

        Assert.That((await FailureAsync()).Cause, Is.EqualTo($"Internal Server Error: {text}"));
    }

    [Test]
    public async Task A_body_larger_than_a_payload_is_an_error()
    {
        _answer = response => Write(response, "text/plain", new string('x', 262_145));

        Assert.That((await FailureAsync()).Error, Is.EqualTo("States.DataLimitExceeded"));
    }

    [Test]
    public async Task An_api_that_does_not_answer_in_time_is_a_socket_error()
    {
        var limit = SharedCloud.Cloud.Apis.Timeout;
        SharedCloud.Cloud.Apis.Timeout = TimeSpan.FromMilliseconds(50);
        _answer = response => Task.Delay(Timeout.Infinite, response.HttpContext.RequestAborted);
        try
        {
            var failure = await FailureAsync();

            Assert.That(failure.Error, Is.EqualTo("States.Http.Socket"));
            Assert.That(failure.Cause, Is.EqualTo("https://api.example.com/v1/get-data did not answer within 0.05 seconds."));
        }
        finally
        {
            SharedCloud.Cloud.Apis.Timeout = limit;
        }
    }

    [Test]
    public async Task An_api_that_refuses_the_connection_or_breaks_it_is_a_socket_error()
    {
        SharedCloud.Cloud.Apis.Map("https://closed.example.com", new Uri("http://127.0.0.1:1"));
        Assert.That((await FailureAsync(endpoint: "https://closed.example.com/x")).Error, Is.EqualTo("States.Http.Socket"));

        _answer = response =>
        {
            response.HttpContext.Abort();
            return Task.CompletedTask;
        };
        Assert.That((await FailureAsync()).Error, Is.EqualTo("States.Http.Socket"));
    }

    [Test]
    public async Task A_host_that_is_served_nowhere_here_is_not_called()
    {
        var failure = await FailureAsync(endpoint: "https://unmapped.example.com/x");

        Assert.That(failure.Error, Is.EqualTo("States.Runtime"));
        Assert.That(failure.Cause, Is.EqualTo(
            "No API is served here for https://unmapped.example.com/x, and no call leaves this machine; map the API with LocalCloud.Apis.Map."));
    }

    [TestCase("http://api.example.com")]
    [TestCase("https://api.example.com/v1?a=b")]
    [TestCase("api.example.com")]
    public void Only_an_https_address_can_be_mapped(string api) => Assert.That(
        () => SharedCloud.Cloud.Apis.Map(api, new Uri("http://127.0.0.1:1")),
        Throws.ArgumentException.With.Message.Contains("https, a host and a path, such as https://api.example.com/v1"));

    [Test]
    public void An_api_that_begins_with_a_path_is_served_without_it()
    {
        var apis = new ApiDirectory();
        apis.Map("https://api.example.com/v1", new Uri("http://127.0.0.1:1"));
        apis.Map("https://api.example.com/v1/more/", new Uri("http://127.0.0.1:2/base"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Resolve("https://api.example.com/v1/a%2Fb/c?d=e%20f"), Is.EqualTo("http://127.0.0.1:1/a%2Fb/c?d=e%20f"));
            Assert.That(Resolve("https://API.example.com/v1/a:b"), Is.EqualTo("http://127.0.0.1:1/a:b"));
            Assert.That(Resolve("https://api.example.com/v1/more/x"), Is.EqualTo("http://127.0.0.1:2/base/x"));
            Assert.That(Resolve("https://api.example.com/v10/x"), Is.Null);
            Assert.That(Resolve("https://api.example.com:444/v1/x"), Is.Null);
        }

        string? Resolve(string endpoint) => apis.Resolve(new Uri(endpoint))?.AbsoluteUri;
    }

    [Test]
    public void A_host_can_be_mapped_only_to_this_machine() => Assert.That(
        () => SharedCloud.Cloud.Apis.Map("https://away.example.com", new Uri("http://192.0.2.1")),
        Throws.ArgumentException.With.Message.Contains("not on this machine"));

    [Test]
    public async Task An_unknown_connection_is_an_error_of_its_own()
    {
        var failure = await FailureAsync(connection: "arn:aws:events:us-east-1:123456789012:connection/none/0");

        Assert.That(failure.Error, Is.EqualTo("Events.ConnectionResource.ResourceNotFound"));
    }

    [TestCase(""" "ApiEndpoint": "http://api.example.com" """, "an address that begins with https://")]
    [TestCase(""" "Method": "FETCH" """, "Method \"FETCH\"; allowed: GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD")]
    [TestCase(""" "Url": "x" """, "http:invoke has no parameter \"Url\"")]
    [TestCase(""" "Headers": {"authorization": "x"} """, "the header \"authorization\" cannot be set by an HTTP Task")]
    [TestCase(""" "Headers": {"X-Amz-Date": "x"} """, "the header \"X-Amz-Date\" cannot be set by an HTTP Task")]
    [TestCase(""" "Authentication": {"ConnectionArn": "x"} """, "in either InvocationConfig.ConnectionArn or Authentication.ConnectionArn")]
    [TestCase(""" "InvocationConfig": {"Connection": "x"} """, "http:invoke InvocationConfig needs the parameter \"ConnectionArn\"")]
    [TestCase(""" "Transform": {"RequestBodyEncoding": "FORM"} """, "RequestBodyEncoding \"FORM\"; allowed: NONE, URL_ENCODED")]
    [TestCase(""" "Transform": {"RequestEncodingOptions": {"ArrayFormat": "LIST"}} """, "ArrayFormat \"LIST\"; allowed: INDICES, REPEAT, COMMAS, BRACKETS")]
    public void Wrong_arguments_are_refused_when_the_definition_is_loaded(string wrong, string problem)
    {
        var arguments = JsonElement.Parse($"{{{wrong}}}").EnumerateObject()
            .Concat(JsonElement.Parse(Arguments("", "GET", _connection, $"{Api}/x")).EnumerateObject())
            .DistinctBy(argument => argument.Name)
            .ToDictionary(argument => argument.Name, argument => argument.Value);

        Assert.That(
            SharedCloud.Catalog.Resolve("arn:aws:states:::http:invoke")!.CheckArguments(JsonSerializer.SerializeToElement(arguments)),
            Has.Some.Contains(problem));
    }

    [Test]
    public void Arguments_with_expressions_are_accepted() => Assert.That(
        SharedCloud.Catalog.Resolve("arn:aws:states:::http:invoke")!.CheckArguments(JsonElement.Parse(
            """{"ApiEndpoint": "{% $api & '/x' %}", "Method": "{% $method %}", "InvocationConfig": {"ConnectionArn": "{% $c %}"}, "Transform": "{% $t %}"}""")),
        Is.Empty);

    [Test]
    public async Task A_header_that_an_expression_gave_is_refused_at_the_call()
    {
        var failure = await FailureAsync(""" "Headers": {"Via": "x"} """);

        Assert.That(failure.Error, Is.EqualTo("States.Runtime"));
        Assert.That(failure.Cause, Does.Contain("the header \"Via\" cannot be set by an HTTP Task"));
    }

    [Test]
    public void A_connection_of_a_kind_that_is_not_supported_is_not_made() => Assert.That(
        () => ConnectAsync("OAUTH_CLIENT_CREDENTIALS"),
        Throws.TypeOf<LocalException>().With.Message.EndsWith(
            "AuthorizationType is OAUTH_CLIENT_CREDENTIALS; the local cloud supports API_KEY and BASIC."));

    [Test]
    public void A_connection_without_its_key_is_not_made() => Assert.That(
        () => ConnectAsync("API_KEY", ("apiKey", Map(("key", "k")))),
        Throws.TypeOf<LocalException>().With.Message.EndsWith("AuthParameters.ApiKeyAuthParameters.ApiKeyValue is required."));

    private Task<JsonElement> CallAsync(
        string more = "", string method = "GET", string? connection = null, string endpoint = $"{Api}/v1/get-data") =>
        SharedCloud.CallAsync("http:invoke", Arguments(more, method, connection ?? _connection, endpoint));

    private async Task<TaskFailedException> FailureAsync(
        string more = "", string method = "GET", string? connection = null, string endpoint = $"{Api}/v1/get-data")
    {
        try
        {
            await CallAsync(more, method, connection, endpoint);
        }
        catch (TaskFailedException failure)
        {
            Assert.That(failure.Message, Does.Not.Contain("s3cret"));
            return failure;
        }
        throw new AssertionException("The call succeeded.");
    }

    private static string Arguments(string more, string method, string connection, string endpoint) =>
        $$"""
        {"ApiEndpoint": "{{endpoint}}", "Method": "{{method}}", "InvocationConfig": {"ConnectionArn": "{{connection}}"}{{(more.Length > 0 ? "," : "")}}{{more}}}
        """;

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        _request = ($"{context.Request.Method} {target}", new HeaderDictionary(context.Request.Headers.ToDictionary()), await reader.ReadToEndAsync());
        await _answer(context.Response);
    }

    private static Task Write(HttpResponse response, string type, string body) => Write(response, type, Encoding.UTF8.GetBytes(body));

    private static Task Write(HttpResponse response, string type, byte[] body)
    {
        response.ContentType = type;
        return response.Body.WriteAsync(body).AsTask();
    }

    private static async Task<string> ConnectAsync(string type, params (string Key, object Value)[] parameters)
    {
        var resource = CloudResource.Of(
            SharedCloud.Cloud.Account,
            "aws:cloudwatch/eventConnection:EventConnection",
            $"api-{Guid.NewGuid():N}",
            Map(("authorizationType", type), ("authParameters", Map(parameters))));
        return (await new Provisioner(SharedCloud.Cloud, CancellationToken.None).CreateAsync(resource)).Arn;
    }

    private static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] members) =>
        members.ToImmutableDictionary(member => member.Key, member => member.Value);
}
