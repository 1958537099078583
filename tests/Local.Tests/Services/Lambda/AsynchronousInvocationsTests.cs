using System.Text;
using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Services.Lambda;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services.Lambda;

public class AsynchronousInvocationsTests
{
    private const string LogGroup = "/aws/lambda/faulty";
    private const string Role = "arn:aws:iam::123456789012:role/faulty";

    private FaultyPackage _package = null!;
    private LocalCloud _cloud = null!;
    private string _name = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _package = new FaultyPackage();
        _cloud = await TestCloud.StartAsync();
        _cloud.Iam.AllowAll(Role);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _cloud.DisposeAsync();
        _package.Dispose();
    }

    [SetUp]
    public void Name() => _name = $"faulty-{Guid.NewGuid():N}";

    [Test]
    public async Task An_event_that_a_function_fails_on_is_tried_twice_again_and_then_is_a_dead_letter_as_it_was()
    {
        var queue = await QueueAsync();
        var function = Deploy("Throw", deadLetters: queue);

        await InvokeAsync(function, """{"a": 1}""");

        var failure = FailureOf(function);
        var letter = await LetterAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Attempts, Is.EqualTo(3));
            Assert.That(failure.Event, Is.EqualTo("""{"a": 1}"""));
            Assert.That(failure.Message, Is.EqualTo(
                $"{_name} failed 3 times, at last with InvalidOperationException: The disk is full.; the event is in {queue}."));
            Assert.That(letter.GetProperty("Body").GetString(), Is.EqualTo("""{"a": 1}"""));
            Assert.That(Attribute(letter, "RequestID"), Is.EqualTo(("String", failure.RequestId)));
            Assert.That(Attribute(letter, "ErrorCode"), Is.EqualTo(("Number", "200")));
            Assert.That(Attribute(letter, "ErrorMessage"), Is.EqualTo(("String", "The disk is full.")));
        }
    }

    [Test]
    public async Task A_destination_gets_the_request_and_the_response()
    {
        var queue = await QueueAsync();
        var function = Deploy("Throw");
        _cloud.Invocations.Configure(function, new EventInvokeConfiguration(MaximumRetries: 1, queue));

        await InvokeAsync(function, """{"a":"ü"}""");

        var record = JsonElement.Parse((await LetterAsync()).GetProperty("Body").GetString()!);
        var context = record.GetProperty("requestContext");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(record.GetProperty("version").GetString(), Is.EqualTo("1.0"));
            Assert.That(record.GetProperty("timestamp").GetString(), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"));
            Assert.That(context.GetProperty("requestId").GetString(), Is.EqualTo(FailureOf(function).RequestId));
            Assert.That(context.GetProperty("functionArn").GetString(), Is.EqualTo($"{function}:$LATEST"));
            Assert.That(context.GetProperty("condition").GetString(), Is.EqualTo("RetriesExhausted"));
            Assert.That(context.GetProperty("approximateInvokeCount").GetInt32(), Is.EqualTo(2));
            Assert.That(record.GetProperty("requestPayload").GetRawText(), Is.EqualTo("""{"a":"ü"}"""));
            Assert.That(record.GetProperty("responseContext").GetRawText(), Is.EqualTo(
                """{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"}"""));
            Assert.That(record.GetProperty("responsePayload").GetProperty("errorMessage").GetString(), Is.EqualTo("The disk is full."));
        }
    }

    [Test]
    public async Task A_function_that_succeeds_at_the_last_attempt_leaves_nothing_behind()
    {
        var function = Deploy("ThrowTwice", deadLetters: await QueueAsync());

        await InvokeAsync(function, "{}");

        Assert.That(_cloud.Invocations.Failures.Where(failure => failure.FunctionArn == function), Is.Empty);
        Assert.That(await MessagesAsync(), Is.Empty);
    }

    [Test]
    public async Task Events_wait_while_the_function_has_no_concurrency_left()
    {
        var function = Deploy("Record", reserved: 1);
        for (var number = 1; number <= 20; number++)
        {
            _cloud.Invocations.Start(function, Encoding.UTF8.GetBytes($"{number}"));
        }

        await _cloud.Invocations.DrainAsync(CancellationToken.None);

        // One process has counted them all.
        var lines = FunctionLines.In(_cloud.Logs.Lines($"{LogGroup}/{_name}")).Select(line => line.Split(' ')).ToArray();
        Assert.That(lines.Select(line => line[0]), Is.EqualTo(Enumerable.Range(1, 20).Select(number => $"{number}")));
        Assert.That(lines.Select(line => line[1]), Is.EquivalentTo(Enumerable.Range(1, 20).Select(number => $"{number}")));
    }

    [Test]
    public async Task A_function_that_may_not_run_gives_up_its_events_at_once()
    {
        var queue = await QueueAsync();
        var function = Deploy("Record", deadLetters: queue, reserved: 0);

        await InvokeAsync(function, "{}");

        var failure = FailureOf(function);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Attempts, Is.Zero);
            Assert.That(failure.Message, Is.EqualTo($"{_name} has a reserved concurrency of 0; the event is in {queue}."));
            Assert.That(Attribute(await LetterAsync(), "ErrorCode"), Is.EqualTo(("Number", "429")));
            Assert.That(
                () => _cloud.Lambda.InvokeAsync(function, "{}"u8.ToArray(), CancellationToken.None),
                Throws.TypeOf<LambdaException>().With.Property("Code").EqualTo("TooManyRequestsException"));
        }
    }

    [Test]
    public async Task An_event_that_is_lost_is_told_of()
    {
        var careless = Deploy("Throw");
        await InvokeAsync(careless, "{}");
        _name += "-2";
        var missing = _cloud.Account.Arn("sqs", "no-such-queue");
        var misled = Deploy("Exit", deadLetters: missing);
        await InvokeAsync(misled, "{}");

        Assert.That(FailureOf(careless).Message, Does.EndWith(
            "; the event is lost, as the function has neither an on-failure destination nor a dead-letter queue."));
        Assert.That(FailureOf(misled).Message, Does.Match(
            $"failed 3 times, at last with Runtime.ExitError: .* exit status 3; the event could not be sent to {missing}: "));
    }

    [Test]
    public void An_event_for_no_function_or_over_one_megabyte_is_refused()
    {
        var function = Deploy("Record");

        Assert.That(
            () => _cloud.Invocations.Start($"{function}-2", "{}"u8.ToArray()),
            Throws.TypeOf<LambdaException>().With.Message.EqualTo($"Function not found: {function}-2:$LATEST"));
        Assert.That(
            () => _cloud.Invocations.Start(function, new byte[1024 * 1024 + 1]),
            Throws.TypeOf<LambdaException>().With.Property("Code").EqualTo("RequestTooLargeException"));
    }

    private string Deploy(string handler, string? deadLetters = null, int? reserved = null)
    {
        var arn = _cloud.Account.Arn("lambda", $"function:{_name}");
        _cloud.Lambda.Deploy(new FunctionConfiguration(
            _name,
            arn,
            _package.Path,
            FaultyPackage.Handler(handler),
            TimeSpan.FromSeconds(30),
            128,
            $"{LogGroup}/{_name}",
            new Dictionary<string, string>(),
            "us-east-1",
            _cloud.Gateway.Endpoint,
            _cloud.CredentialsOf(Role),
            deadLetters,
            reserved));
        return arn;
    }

    private async Task InvokeAsync(string function, string payload)
    {
        _cloud.Invocations.Start(function, Encoding.UTF8.GetBytes(payload));
        await _cloud.Invocations.DrainAsync(CancellationToken.None);
    }

    private FailedInvocation FailureOf(string function) =>
        _cloud.Invocations.Failures.Single(failure => failure.FunctionArn == function);

    private async Task<string> QueueAsync()
    {
        await _cloud.CreateQueueAsync(_name);
        return _cloud.Account.Arn("sqs", _name);
    }

    private async Task<JsonElement> LetterAsync() => (await MessagesAsync()).Single();

    private async Task<JsonElement[]> MessagesAsync()
    {
        var answer = await _cloud.Json.CallAsync("sqs", "AmazonSQS.ReceiveMessage", JsonSerializer.SerializeToElement(new
        {
            QueueUrl = new Uri(_cloud.Gateway.Endpoint, $"{AwsAccount.Id}/{_name}").AbsoluteUri,
            MaxNumberOfMessages = 10,
            MessageAttributeNames = new[] { "All" },
        }), _cloud.Root, CancellationToken.None);
        return answer.TryGetProperty("Messages", out var messages) ? [.. messages.EnumerateArray()] : [];
    }

    private static (string? Type, string? Value) Attribute(JsonElement letter, string name)
    {
        var attribute = letter.GetProperty("MessageAttributes").GetProperty(name);
        return (attribute.GetProperty("DataType").GetString(), attribute.GetProperty("StringValue").GetString());
    }
}
