using System.Text;
using System.Text.Json;
using Fanout.Local;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Cost;
using Fanout.Local.Iam;
using Fanout.Local.Services.Lambda;
using Fanout.Local.Services.Logs;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services.Lambda;

public class LambdaServiceTests
{
    private const string Arn = "arn:aws:lambda:us-east-1:123456789012:function:faulty";
    private const string LogGroup = "/aws/lambda/faulty";

    private readonly List<string> _counts = [];
    private FaultyPackage? _faulty;
    private string _package = "";
    private LogGroups _logs = new();
    private LambdaService? _lambda;
    private Usage _usage = new();
    private Gateway? _gateway;

    [SetUp]
    public async Task StartAsync()
    {
        _faulty = new FaultyPackage();
        _package = _faulty.Path;
        _logs = new LogGroups();
        _counts.Clear();
        _lambda = new LambdaService(_logs, count: (service, metric, dimension, resource, value) =>
            _counts.Add($"{service} {metric} {dimension}={resource} {(metric == "Duration" ? "" : value)}"), usage: _usage = new Usage());
        _gateway = await Gateway.StartAsync(new Uri("http://127.0.0.1:1"), port: 0, new Authorizer().Requests(), _lambda.Map, CancellationToken.None);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _lambda!.DisposeAsync();
        await _gateway!.DisposeAsync();
        _faulty!.Dispose();
    }

    [TestCase("Throw", "InvalidOperationException", "The disk is full.")]
    [TestCase("ThrowLater", "TimeoutException", "Too late.")]
    public async Task An_exception_is_reported_by_its_type_message_and_stack(string handler, string type, string message)
    {
        var error = await ErrorOfAsync(handler);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.GetProperty("errorType").GetString(), Is.EqualTo(type));
            Assert.That(error.GetProperty("errorMessage").GetString(), Is.EqualTo(message));
            Assert.That(error.GetProperty("stackTrace")[0].GetString(), Does.Contain($"Handlers.{handler}("));
            Assert.That(_counts, Is.EqualTo(new[]
            {
                "AWS/Lambda Invocations FunctionName=faulty 1", "AWS/Lambda Errors FunctionName=faulty 1", "AWS/Lambda Duration FunctionName=faulty ",
            }));
        }
    }

    [Test]
    public async Task A_call_is_billed_to_the_functions_role_by_its_time()
    {
        Deploy("Sleep", TimeSpan.FromSeconds(0.3));

        await _lambda!.InvokeAsync(Arn, "{}"u8.ToArray(), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_usage.Total[("faulty", Prices.FunctionRequest)].Quantity, Is.EqualTo(1m));
            Assert.That(_usage.Total[("faulty", Prices.X86GigabyteSecond)].Quantity, Is.GreaterThanOrEqualTo(BilledQuantity.FunctionGigabyteSeconds(TimeSpan.FromSeconds(0.3), 128)));
        }
    }

    [Test]
    public async Task A_function_that_does_not_answer_times_out_and_starts_anew()
    {
        Deploy("Sleep", TimeSpan.FromSeconds(0.3));

        var first = await _lambda!.InvokeAsync(Arn, "{}"u8.ToArray(), CancellationToken.None);
        var second = await _lambda.InvokeAsync(Arn, "{}"u8.ToArray(), CancellationToken.None);

        foreach (var error in new[] { first, second }.Select(result => JsonElement.Parse(result.Payload)))
        {
            Assert.That(error.GetProperty("errorType").GetString(), Is.EqualTo("Sandbox.Timedout"));
            Assert.That(error.GetProperty("errorMessage").GetString(), Does.EndWith("Error: Task timed out after 0.30 seconds"));
        }
    }

    [Test]
    public async Task Calls_that_wait_for_a_process_end_with_the_function()
    {
        Deploy("Sleep");
        _lambda!.Amend(Arn, function => function with { ReservedConcurrency = 1 });
        var running = _lambda.InvokeAsync(Arn, "{}"u8.ToArray(), CancellationToken.None);
        var waiting = _lambda.InvokeAsync(Arn, "{}"u8.ToArray(), CancellationToken.None);

        await _lambda.DisposeAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await running).IsError, Is.True);
            await Assert.ThatAsync(() => waiting, Throws.InstanceOf<OperationCanceledException>());
        }
    }

    [Test]
    public async Task A_function_whose_process_ends_is_reported_with_the_exit_status()
    {
        var error = await ErrorOfAsync("Exit");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.GetProperty("errorType").GetString(), Is.EqualTo("Runtime.ExitError"));
            Assert.That(error.GetProperty("errorMessage").GetString(), Does.EndWith("Error: Runtime exited with error: exit status 3"));
        }
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task A_function_whose_process_is_killed_fails_and_is_started_again()
    {
        Deploy("KillOrCount");
        var before = await InvokeAsync("\"count\"");

        var killed = await InvokeAsync("\"kill\"");
        var after = await InvokeAsync("\"count\"");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.UTF8.GetString(before.Payload), Is.EqualTo("1"));
            Assert.That(killed.IsError, Is.True);
            Assert.That(
                Encoding.UTF8.GetString(killed.Payload),
                Does.Contain("\"Runtime.ExitError\"").And.Contain("Error: Runtime exited with error: signal: killed"));
            Assert.That(Encoding.UTF8.GetString(after.Payload), Is.EqualTo("1"), "a new process counts anew");
        }

        Task<InvocationResult> InvokeAsync(string payload) =>
            _lambda!.InvokeAsync(Arn, Encoding.UTF8.GetBytes(payload), CancellationToken.None);
    }

    [TestCase("Missing", "has no public method Missing.")]
    [TestCase("NeedsSerializer", "must take one Stream or nothing: anything else needs a serializer.")]
    public async Task A_handler_that_cannot_be_called_is_named(string handler, string message)
    {
        var error = await ErrorOfAsync(handler);

        Assert.That(error.GetProperty("errorMessage").GetString(), Does.EndWith(message));
    }

    [Test]
    public async Task What_a_function_was_built_without_fails_here_too()
    {
        var error = await ErrorOfAsync("Reflect");

        Assert.That(error.GetProperty("errorMessage").GetString(), Does.StartWith("Reflection-based serialization has been disabled for this application."));
    }

    [Test]
    public async Task A_response_over_six_megabytes_is_refused()
    {
        var error = await ErrorOfAsync("Large");

        Assert.That(error.GetProperty("errorType").GetString(), Is.EqualTo("Function.ResponseSizeTooLarge"));
    }

    [Test]
    public async Task A_request_over_six_megabytes_is_refused()
    {
        Deploy("CountCalls");

        var refusal = await Assert.ThrowsAsync<LambdaException>(() =>
            _lambda!.InvokeAsync(Arn, new byte[6 * 1024 * 1024 + 1], CancellationToken.None));

        Assert.That(refusal!.Code, Is.EqualTo("RequestTooLargeException"));
    }

    [Test]
    public async Task An_environment_is_reused_while_it_is_idle()
    {
        Deploy("CountCalls");
        for (var call = 1; call <= 3; call++)
        {
            var result = await _lambda!.InvokeAsync(Arn, "{}"u8.ToArray(), CancellationToken.None);

            Assert.That(Encoding.UTF8.GetString(result.Payload), Is.EqualTo($"{call}"));
        }
    }

    [TestCase("COLOR", "green")]
    [TestCase("AWS_LAMBDA_FUNCTION_NAME", "faulty")]
    [TestCase("AWS_REGION", "us-east-1")]
    [TestCase("AWS_ACCESS_KEY_ID", "LKIA")]
    [TestCase("PULUMI_CONFIG", "")]
    public async Task A_function_has_its_own_variables_and_those_of_the_runtime_only(string name, string value)
    {
        Deploy("Variable");

        var result = await _lambda!.InvokeAsync(Arn, Encoding.UTF8.GetBytes($"\"{name}\""), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(JsonElement.Parse(result.Payload).GetString(), name == "AWS_ACCESS_KEY_ID" ? Does.StartWith(value) : Is.EqualTo(value));
            Assert.That(FunctionLines.In(_logs.Lines(LogGroup)), Is.EquivalentTo(new[] { "first line", "second line" }));
        }
    }

    [Test]
    public async Task A_function_that_does_not_exist_is_named()
    {
        var refusal = await Assert.ThrowsAsync<LambdaException>(() => _lambda!.InvokeAsync(Arn, [], CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal!.Code, Is.EqualTo("ResourceNotFoundException"));
            Assert.That(refusal.Message, Is.EqualTo($"Function not found: {Arn}:$LATEST"));
        }
    }

    [Test]
    public void A_package_that_is_missing_is_named()
    {
        _package = Path.Combine(Path.GetDirectoryName(_package)!, "other.zip");

        Assert.That(() => Deploy("Throw"), Throws.TypeOf<LocalException>().With.Message.StartsWith("The deployment package of faulty cannot be unpacked: "));
    }

    private async Task<JsonElement> ErrorOfAsync(string handler)
    {
        Deploy(handler);
        var result = await _lambda!.InvokeAsync(Arn, "{}"u8.ToArray(), CancellationToken.None);
        Assert.That(result.IsError, Is.True);
        return JsonElement.Parse(result.Payload);
    }

    private void Deploy(string handler, TimeSpan? timeout = null) => _lambda!.Deploy(new FunctionConfiguration(
        "faulty",
        Arn,
        _package,
        FaultyPackage.Handler(handler),
        timeout ?? TimeSpan.FromSeconds(30),
        128,
        LogGroup,
        new Dictionary<string, string> { ["COLOR"] = "green" },
        "us-east-1",
        _gateway!.Endpoint,
        AwsCredentials.Of(Caller.Of("arn:aws:iam::123456789012:role/faulty"), [])));
}
