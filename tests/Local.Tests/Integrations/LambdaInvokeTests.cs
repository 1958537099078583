using System.Text;
using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Services.Lambda;
using Fanout.Tests.Local.Iam;
using Fanout.Tests.Local.Services.Lambda;

namespace Fanout.Tests.Local.Integrations;

public class LambdaInvokeTests
{
    private const string FunctionRole = "arn:aws:iam::123456789012:role/invoked";

    private FaultyPackage _package = null!;
    private string _name = "";

    [OneTimeSetUp]
    public void Unpack()
    {
        _package = new FaultyPackage();
        SharedCloud.Cloud.Iam.AllowAll(FunctionRole);
    }

    [OneTimeTearDown]
    public void Delete() => _package.Dispose();

    [SetUp]
    public void Name() => _name = $"invoked-{Guid.NewGuid():N}";

    [Test]
    public async Task A_function_is_called_and_its_answer_awaited()
    {
        Deploy("CountCalls");

        var result = await InvokeAsync(", \"InvocationType\": \"RequestResponse\", \"LogType\": \"None\", \"Qualifier\": \"$LATEST\"");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Members(result), Is.EqualTo("Payload ExecutedVersion StatusCode SdkHttpMetadata SdkResponseMetadata"));
            Assert.That(result.GetProperty("Payload").GetInt32(), Is.EqualTo(1));
            Assert.That(result.GetProperty("ExecutedVersion").GetString(), Is.EqualTo("$LATEST"));
            Assert.That(Statuses(result), Is.EqualTo((200, 200)));
        }
    }

    [TestCase(", \"Payload\": null", "null")]
    [TestCase(", \"Payload\": {\"ä\": [1.0, null]}", "{\"ä\": [1.0, null]}")]
    [TestCase("", "{}")]
    public async Task A_function_gets_its_payload_as_it_was_written(string payload, string read)
    {
        Deploy("Record");

        await InvokeAsync(payload);

        Assert.That(SharedCloud.Cloud.Logs.Find(LogGroup)!.Events().Select(line => line.Message.TrimEnd()), Has.Member($"1 {read}"));
    }

    [Test]
    public async Task What_a_function_logs_has_the_time_of_the_execution()
    {
        Deploy("Variable");
        var now = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

        await SharedCloud.CallAsync("lambda:invoke", Arguments(", \"Payload\": \"AWS_REGION\""), now: now);

        var logged = SharedCloud.Cloud.Logs.Find(LogGroup)!.Events();
        Assert.That(logged, Has.Count.EqualTo(6), "two lines of the function, and four of Lambda");
        Assert.That(logged.Select(line => line.Time), Is.All.EqualTo(now));
        Assert.That(logged.Select(line => line.Ingested), Has.None.EqualTo(now));
    }

    [Test]
    public async Task Who_is_no_service_cannot_set_the_time_of_a_log()
    {
        Deploy("Variable");
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(SharedCloud.Cloud.Http.Endpoint, $"/2015-03-31/functions/{_name}/invocations"))
        {
            Content = new StringContent("\"AWS_REGION\""),
        };
        CallerClock.Tell(request, new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero));

        using var answer = await SharedCloud.Cloud.Http.SendAsync(
            request, "lambda", SharedCloud.Cloud.CredentialsOf(SharedCloud.Role, "somebody"), CancellationToken.None);

        Assert.That(answer.IsSuccessStatusCode);
        Assert.That(SharedCloud.Cloud.Logs.Find(LogGroup)!.Events().Select(line => line.Time), Is.Not.Empty.And.All.LessThan(DateTimeOffset.UtcNow.AddMinutes(1)));
    }

    [Test]
    public async Task An_event_is_handed_over_and_nothing_awaited()
    {
        Deploy("Throw");

        var result = await InvokeAsync(", \"InvocationType\": \"Event\", \"Payload\": {\"a\": 1}");
        await SharedCloud.Cloud.Invocations.DrainAsync(CancellationToken.None);

        var failure = SharedCloud.Cloud.Invocations.Failures.Single(failure => failure.FunctionArn == Arn);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Members(result), Is.EqualTo("Payload StatusCode SdkHttpMetadata SdkResponseMetadata"));
            Assert.That(result.GetProperty("Payload").GetString(), Is.Empty);
            Assert.That(Statuses(result), Is.EqualTo((202, 202)));
            Assert.That(failure.Attempts, Is.EqualTo(3));
            Assert.That(failure.Event, Is.EqualTo("""{"a": 1}"""));
        }
    }

    [Test]
    public async Task A_dry_run_calls_no_function()
    {
        Deploy("Record");

        var result = await InvokeAsync(", \"InvocationType\": \"DryRun\"");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Statuses(result), Is.EqualTo((204, 204)));
            Assert.That(result.GetProperty("Payload").GetString(), Is.Empty);
            Assert.That(SharedCloud.Cloud.Logs.Lines(LogGroup), Is.Empty);
        }
    }

    [TestCase("RequestResponse")]
    [TestCase("Event")]
    [TestCase("DryRun")]
    public async Task A_function_version_or_alias_that_does_not_exist_is_an_error(string invocationType)
    {
        Deploy("Record");
        var type = $", \"InvocationType\": \"{invocationType}\"";

        var version = await SharedCloud.FailureAsync("lambda:invoke", Arguments($"{type}, \"Qualifier\": \"7\""));
        var function = await SharedCloud.FailureAsync("lambda:invoke", $$"""{"FunctionName": "none"{{type}}}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new[] { version.Error, function.Error }, Is.All.EqualTo("Lambda.ResourceNotFoundException"));
            Assert.That(version.Cause, Does.StartWith(
                $"Function not found: {Arn}:7 (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: "));
            Assert.That(function.Cause, Does.StartWith("Function not found: arn:aws:lambda:us-east-1:123456789012:function:none:$LATEST ("));
        }
    }

    [TestCase("{0}:$LATEST")]
    [TestCase("123456789012:function:{0}")]
    [TestCase("arn:aws:lambda:us-east-1:123456789012:function:{0}:$LATEST")]
    public async Task A_function_has_many_names(string form)
    {
        Deploy("CountCalls");

        var result = await SharedCloud.CallAsync(
            "lambda:invoke", JsonSerializer.Serialize(new { FunctionName = form.Replace("{0}", _name) }));

        Assert.That(result.GetProperty("Payload").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task The_tail_of_the_log_is_that_of_the_call()
    {
        Deploy("Record");
        await InvokeAsync("", "Tail");

        var second = await InvokeAsync(", \"Payload\": 2", "Tail");
        var third = await InvokeAsync($", \"Payload\": \"{new string('ü', 3_000)}\"", "Tail");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.UTF8.GetString(Log(second)), Does.Match(
                @"\ASTART RequestId: (\S+) Version: \$LATEST\n2 2\nEND RequestId: \1\nREPORT RequestId: \1\t[^\n]+\n\z"));
            Assert.That(Log(third), Has.Length.EqualTo(4096));
            Assert.That(Encoding.UTF8.GetString(Log(third)), Does.Match(@"\A.?ü+""\nEND RequestId: (\S+)\nREPORT RequestId: \1\t[^\n]+\n\z"));
        }

        static byte[] Log(JsonElement result) => result.GetProperty("LogResult").GetBytesFromBase64();
    }

    [TestCase("\"InvocationType\": \"Events\"", "lambda:invoke has the InvocationType \"Events\" (did you mean \"Event\"?); allowed: RequestResponse, Event, DryRun.")]
    [TestCase("\"LogType\": \"All\"", "lambda:invoke has the LogType \"All\"; allowed: None, Tail.")]
    [TestCase("\"ClientContext\": \"e30=\"", "lambda:invoke has a ClientContext, which functions get in a context object that they have not here; put it into the Payload.")]
    [TestCase("\"Qualifer\": \"1\"", "lambda:invoke has no parameter \"Qualifer\" (did you mean \"Qualifier\"?); allowed: ClientContext, FunctionName, InvocationType, LogType, Payload, Qualifier.")]
    [TestCase("\"InvocationType\": \"{% $x %}\", \"LogType\": \"{% $x %}\", \"Qualifier\": \"{% $x %}\"")]
    public void What_cannot_be_run_is_refused_when_the_definition_is_loaded(string argument, params string[] problems) =>
        Assert.That(
            SharedCloud.Catalog.Resolve("arn:aws:states:::lambda:invoke")!.CheckArguments(JsonElement.Parse(Arguments($", {argument}"))),
            Is.EqualTo(problems));

    [TestCase("\"InvocationType\": \"Later\"", "Lambda.AWSLambdaException", "1 validation error detected: Value 'Later' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [RequestResponse, Event, DryRun] (Service: AWSLambda; Status Code: 400; Error Code: ValidationException; ")]
    [TestCase("\"LogType\": \"All\"", "Lambda.AWSLambdaException", "1 validation error detected: Value 'All' at 'logType' ")]
    [TestCase("\"Qualifier\": 1", "States.Runtime", "The argument 'Qualifier' must be a string.")]
    [TestCase("\"ClientContext\": \"e30=\"", "Lambda.InvalidParameterValueException", "ClientContext is not supported by the local cloud, ")]
    public async Task What_only_a_run_shows_fails_the_task(string argument, string error, string cause)
    {
        Deploy("Record");

        var failure = await SharedCloud.FailureAsync("lambda:invoke", Arguments($", {argument}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Error, Is.EqualTo(error));
            Assert.That(failure.Cause, Does.StartWith(cause));
        }
    }

    [TestCase("\\\"\\\\ud83d\\\"", "holds an unpaired surrogate")]
    [TestCase("{\\\"a\\\":1,\\\"a\\\":2}", "names a member of an object twice")]
    [TestCase("{", "is not JSON")]
    public async Task A_response_that_is_no_text_fails_the_task(string response, string cause)
    {
        Deploy("Say");

        var failure = await SharedCloud.FailureAsync("lambda:invoke", Arguments($", \"Payload\": \"{response}\""));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Error, Is.EqualTo("Lambda.Unknown"));
            Assert.That(failure.Cause, Does.StartWith("The function's response ").And.Contain(cause));
        }
    }

    [Test]
    public async Task The_sdk_integration_has_payloads_as_texts_and_tells_of_a_failure()
    {
        Deploy("Say");
        var said = await SharedCloud.CallAsync("aws-sdk:lambda:invoke", Arguments(", \"Payload\": \"\\\"[1]\\\"\""));
        Deploy("Throw");
        var failed = await SharedCloud.CallAsync("aws-sdk:lambda:invoke", Arguments(", \"Payload\": {\"a\": 1}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Members(said), Is.EqualTo("Payload ExecutedVersion StatusCode"));
            Assert.That(said.GetProperty("Payload").GetString(), Is.EqualTo("[1]"));
            Assert.That(failed.GetProperty("FunctionError").GetString(), Is.EqualTo("Unhandled"));
            Assert.That(failed.GetProperty("Payload").GetString(), Does.StartWith("{\"errorType\""));
        }
    }

    [TestCase("lambda:invoke", "Lambda.AWSLambdaException", "(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: ")]
    [TestCase("aws-sdk:lambda:invoke", "Lambda.LambdaException", "(Service: Lambda, Status Code: 403, Request ID: ")]
    public async Task A_task_whose_role_may_not_fails_as_Lambda_says(string resource, string error, string details)
    {
        var failure = await SharedCloud.FailureAsync(resource, Arguments(", \"Qualifier\": \"live\""), "arn:aws:iam::123456789012:role/nobody");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Error, Is.EqualTo(error));
            Assert.That(failure.Cause, Does.Contain($"is not authorized to perform: lambda:InvokeFunction on resource: {Arn}:live ").And.Contain(details));
        }
    }

    private string Arn => SharedCloud.Cloud.Account.Arn("lambda", $"function:{_name}");

    private string LogGroup => $"/aws/lambda/{_name}";

    private static string Members(JsonElement result) => string.Join(' ', result.EnumerateObject().Select(member => member.Name));

    private static (int Own, int Http) Statuses(JsonElement result) => (
        result.GetProperty("StatusCode").GetInt32(),
        result.GetProperty("SdkHttpMetadata").GetProperty("HttpStatusCode").GetInt32());

    private string Arguments(string more) => $$"""{"FunctionName": "{{_name}}"{{more}}}""";

    private Task<JsonElement> InvokeAsync(string more, string? logType = null) => SharedCloud.CallAsync(
        "lambda:invoke", Arguments(more + (logType is null ? "" : $", \"LogType\": \"{logType}\"")));

    private void Deploy(string handler) => SharedCloud.Cloud.Lambda.Deploy(new FunctionConfiguration(
        _name,
        Arn,
        _package.Path,
        FaultyPackage.Handler(handler),
        TimeSpan.FromSeconds(30),
        128,
        LogGroup,
        new Dictionary<string, string>(),
        "us-east-1",
        SharedCloud.Cloud.Gateway.Endpoint,
        SharedCloud.Cloud.CredentialsOf(FunctionRole)));
}
