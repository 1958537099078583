using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Cost;
using Fanout.Local.Iam;
using Fanout.Local.Services.Lambda;
using Fanout.Local.Services.Logs;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services.Lambda;

public partial class PlatformLogTests
{
    private const string Arn = "arn:aws:lambda:us-east-1:123456789012:function:faulty";
    private const string LogGroup = "/aws/lambda/faulty";
    private const string Request = "8f507cfc-5b2c-4e2b-9d8a-0d6e2b4f7a11";

    private readonly FaultyPackage _faulty = new();
    private LogGroups _logs = new();
    private LambdaService _lambda = null!;
    private Usage _usage = new();
    private Gateway _gateway = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _usage = new Usage();
        _logs = new LogGroups(usage: _usage);
        _lambda = new LambdaService(_logs);
        _gateway = await Gateway.StartAsync(new Uri("http://127.0.0.1:1"), port: 0, new Authorizer().Requests(), _lambda.Map, CancellationToken.None);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _lambda.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [OneTimeTearDown]
    public void Delete() => _faulty.Dispose();

    [Test]
    public async Task Calls_are_framed_by_lines_of_text()
    {
        Deploy("Record");

        var cold = await InvokeAsync("1");
        var warm = await InvokeAsync("2");

        var lines = _logs.Lines(LogGroup);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Select(line => Number().Replace(line, "#")), Is.EqualTo(new[]
            {
                "INIT_START Runtime Version: dotnet:10.local\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:" + RuntimeId(lines[0]),
                $"START RequestId: {Request} Version: $LATEST",
                "1 1",
                $"END RequestId: {Request}",
                $"REPORT RequestId: {Request}\tDuration: # ms\tBilled Duration: # ms\tMemory Size: # MB\tMax Memory Used: # MB\tInit Duration: # ms\t",
                $"START RequestId: {Request} Version: $LATEST",
                "2 2",
                $"END RequestId: {Request}",
                $"REPORT RequestId: {Request}\tDuration: # ms\tBilled Duration: # ms\tMemory Size: # MB\tMax Memory Used: # MB\t",
            }));
            Assert.That(cold, Is.EqualTo(string.Concat(lines.Skip(1).Take(4).Select(line => $"{line}\n"))), "the tail is what belongs to the call");
            Assert.That(warm, Is.EqualTo(string.Concat(lines.Skip(5).Select(line => $"{line}\n"))));
            Assert.That(
                _usage.Total[(LogGroup, Prices.LogGigabyte)].Quantity,
                Is.EqualTo(lines.Sum(line => BilledQuantity.LogGigabytes(Encoding.UTF8.GetByteCount(line)))).Within(1e-18m));
        }

        static string RuntimeId(string line) => Number().Replace(line[(line.LastIndexOf(':') + 1)..], "#");
    }

    [Test]
    public async Task What_a_report_says_is_measured()
    {
        Deploy("Record", new FunctionLogging("JSON", "INFO", "INFO"));

        await InvokeAsync("1");

        var metrics = Records().Single(record => record.Type == "platform.report").Record.GetProperty("metrics");
        var (duration, init) = (metrics.GetProperty("durationMs").GetDecimal(), metrics.GetProperty("initDurationMs").GetDecimal());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(duration, Is.GreaterThan(0m));
            Assert.That(init, Is.GreaterThan(1m), "no process of .NET starts in a millisecond");
            Assert.That(metrics.GetProperty("billedDurationMs").GetInt64(), Is.EqualTo((long)Math.Ceiling(duration + init)).Within(1));
            Assert.That(metrics.GetProperty("memorySizeMB").GetInt32(), Is.EqualTo(128));
            Assert.That(metrics.GetProperty("maxMemoryUsedMB").GetInt32(), Is.InRange(10, 1000), "of a process of .NET");
        }
    }

    [TestCase("WARN", "")]
    [TestCase("INFO", "initStart start report")]
    [TestCase("DEBUG", "initStart initRuntimeDone initReport start runtimeDone report")]
    public async Task Records_of_a_call_that_succeeds_are_filtered_by_the_system_level(string level, string types)
    {
        Deploy("Record", new FunctionLogging("JSON", "INFO", level));

        await InvokeAsync("1");

        Assert.That(Types(), Is.EqualTo(types));
    }

    [Test]
    public async Task Records_have_the_shapes_of_the_telemetry_api()
    {
        Deploy("Record", new FunctionLogging("JSON", "INFO", "INFO"));

        await InvokeAsync("1");

        var (init, start, report) = (Records()[0], Records()[1], Records()[2]);
        var stream = _logs.Find(LogGroup)!.Streams().Single().Name;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(init.Record.GetRawText(), Does.Match(
                """\A{"initializationType":"on-demand","phase":"init","runtimeVersion":"dotnet:10.local","runtimeVersionArn":"arn:aws:lambda:us-east-1::runtime:[0-9a-f]{32}","functionName":"faulty","functionVersion":"\$LATEST","instanceId":""" + $"\"{Regex.Escape(stream)}\"" + ""","instanceMaxMemory":134217728}\z"""));
            Assert.That(start.Record.GetRawText(), Is.EqualTo($$"""{"requestId":"{{Request}}","functionArn":"{{Arn}}","version":"$LATEST"}"""));
            Assert.That(report.Record.GetRawText(), Does.Match(
                $$$"""\A{"requestId":"{{{Request}}}","metrics":{"durationMs":[\d.]+,"billedDurationMs":\d+,"memorySizeMB":128,"maxMemoryUsedMB":\d+,"initDurationMs":[\d.]+},"status":"success"}\z"""));
            Assert.That(_logs.Find(LogGroup)!.Events()[0].Message, Does.Match("""\A{"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","type":"platform\.initStart","record":{"""));
        }
    }

    [TestCase("Throw", "error", null, "Status: error")]
    [TestCase("Exit", "error", "Runtime.ExitError", "Status: error\tError Type: Runtime.ExitError")]
    [TestCase("Large", "error", "Function.ResponseSizeTooLarge", "Status: error\tError Type: Function.ResponseSizeTooLarge")]
    [TestCase("Sleep", "timeout", null, "Status: timeout")]
    public async Task A_call_that_fails_says_how(string handler, string status, string? errorType, string text)
    {
        var timeout = TimeSpan.FromSeconds(handler == "Sleep" ? 1 : 30);
        Deploy(handler, new FunctionLogging("JSON", "INFO", "WARN"), timeout);
        await InvokeAsync("{}");
        var (done, report) = (Records()[0], Records()[1]);

        Deploy(handler, timeout: timeout);
        var tail = await InvokeAsync("{}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((done.Type, report.Type), Is.EqualTo(("platform.runtimeDone", "platform.report")));
            Assert.That(done.Record.GetProperty("status").GetString(), Is.EqualTo(status));
            Assert.That(done.Record.TryGetProperty("errorType", out var type) ? type.GetString() : null, Is.EqualTo(errorType));
            Assert.That(report.Record.GetProperty("status").GetString(), Is.EqualTo(status));
            Assert.That(tail, Does.EndWith($"\t{text}\n").And.StartWith("START RequestId: "));
            if (handler == "Sleep")
            {
                Assert.That(report.Record.GetProperty("metrics").GetProperty("durationMs").GetDecimal(), Is.EqualTo(1000m));
            }
        }
    }

    [Test]
    public async Task A_function_that_cannot_start_is_reported_before_its_call()
    {
        Deploy("Missing", new FunctionLogging("JSON", "INFO", "WARN"));
        await InvokeAsync("{}");
        var types = Types();

        Deploy("Missing");
        var tail = await InvokeAsync("{}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(types, Is.EqualTo("initRuntimeDone initReport runtimeDone report"));
            Assert.That(tail, Does.Match(
                @"\AINIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: Runtime\.ExitError\nSTART RequestId: [^\n]+\nEND RequestId: [^\n]+\n"
                    + @"REPORT RequestId: \S+\tDuration: 0\.00 ms\tBilled Duration: \d+ ms\t[^\n]+Init Duration: [\d.]+ ms\tStatus: error\tError Type: Runtime\.ExitError\n\z"));
        }
    }

    [TestCase("INFO", """{"level":"Debug"}""", false)]
    [TestCase("INFO", """{"level":"info"}""", true)]
    [TestCase("WARN", """{"level":"INFO"}""", false)]
    [TestCase("WARN", """{"level":"ERROR"}""", true)]
    [TestCase("WARN", """{"level":"no level"}""", false)]
    [TestCase("WARN", "no JSON", false)]
    [TestCase("WARN", "{no JSON", false)]
    [TestCase("TRACE", "no JSON", true)]
    public async Task A_functions_own_lines_are_filtered_by_the_application_level(string level, string line, bool isLogged)
    {
        Deploy("Print", new FunctionLogging("JSON", level, "WARN"));

        var tail = await InvokeAsync(JsonSerializer.Serialize(line));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_logs.Lines(LogGroup), Is.EqualTo(isLogged ? [line] : Array.Empty<string>()));
            Assert.That(tail, Is.EqualTo(isLogged ? $"{line}\n" : ""));
        }
    }

    private async Task<string> InvokeAsync(string payload) =>
        Encoding.UTF8.GetString((await _lambda.InvokeAsync(Arn, Encoding.UTF8.GetBytes(payload), CancellationToken.None, Request)).LogTail);

    private string Types() => string.Join(' ', Records().Select(record => record.Type["platform.".Length..]));

    private (string Type, JsonElement Record)[] Records() =>
    [
        .. _logs.Lines(LogGroup).Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line))
            .Select(line => (line.GetProperty("type").GetString()!, line.GetProperty("record"))),
    ];

    private void Deploy(string handler, FunctionLogging? logging = null, TimeSpan? timeout = null) => _lambda.Deploy(new FunctionConfiguration(
        "faulty",
        Arn,
        _faulty.Path,
        FaultyPackage.Handler(handler),
        timeout ?? TimeSpan.FromSeconds(30),
        128,
        LogGroup,
        new Dictionary<string, string>(),
        "us-east-1",
        _gateway.Endpoint,
        AwsCredentials.Of(Caller.Of("arn:aws:iam::123456789012:role/faulty"), []))
    {
        Logging = logging ?? FunctionLogging.Text,
    });

    [GeneratedRegex(@"(?<= )\d+(\.\d+)?(?= M?[BSms])")]
    private static partial Regex Number();
}
