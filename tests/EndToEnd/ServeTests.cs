using System.Net;
using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local;
using Fanout.Stacks;

namespace Fanout.Tests.EndToEnd;

/// <summary>The stack dev, served: what the pages say of an account holds for it.</summary>
[Platform("Linux")]
public class ServeTests
{
    private const string Outputs = "pulumi stack output workflows --json";

    // The same lines with less data: what the pages load takes minutes through an emulator.
    private static readonly (string Many, string Few)[] Less = [("--count 10000", "--count 200"), ("-- meter-analytics", "-- meter-analytics --days 3")];

    private static readonly string Served = Program("Fanout.Local") + " outputs --json";

    private ServedProcess? _started;

    private ServedProcess Process => _started!;

    [OneTimeSetUp]
    public async Task StartAsync() => _started = await ServedProcess.StartAsync("--virtual-time");

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_started is not null)
        {
            await using var started = _started;
            var (exit, error) = await started.EndAsync("INT");
            Assert.That(exit, Is.Zero, error);
        }
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task The_readings_are_analyzed_as_its_page_says(CancellationToken cancellation)
    {
        var said = await RunAsync(WorkflowNames.SensorAnalytics, cancellation);

        var (output, items) = (OutputOf(said), said["Look"].GetProperty("Items"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output.GetProperty("readings").GetInt32(), Is.EqualTo(2400));
            Assert.That(
                items.EnumerateArray().Select(item => item.GetProperty("HealthStatus").GetProperty("S").GetString()),
                Has.Exactly(3).Items.And.All.AnyOf("healthy", "anomalies_detected"));
            Assert.That(said["aws dynamodb scan"].GetProperty("Count").GetInt32(), Is.EqualTo(output.GetProperty("anomalous").GetInt32()));
        }
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task The_list_is_mapped_as_its_page_says(CancellationToken cancellation)
    {
        var said = await RunAsync(WorkflowNames.ParallelMap, cancellation);

        string[] elements = ["Computer Science", "Economics", "Mathematics"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(OutputOf(said).EnumerateArray().Select(element => element.GetProperty("S").GetString()), Is.EqualTo(elements));
            Assert.That(
                said["Look"].GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains("Element received", StringComparison.Ordinal)),
                Has.Exactly(3).Items.And.All.Matches<string>(line => elements.Any(line!.Contains)));
        }
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task The_records_are_gathered_as_its_page_says(CancellationToken cancellation)
    {
        var said = await RunAsync(WorkflowNames.StreamAggregator, cancellation);

        var record = said["Look"].GetProperty("Items")[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(OutputOf(said).GetProperty("rows").GetInt32(), Is.EqualTo(5000));
            Assert.That(record.GetProperty("status").GetProperty("S").GetString(), Is.EqualTo("SUCCEEDED"));
            Assert.That(record.GetProperty("row_count").GetProperty("N").GetString(), Is.EqualTo("5000"));
            Assert.That(record.GetProperty("file").GetProperty("S").GetString(), Is.EqualTo(OutputOf(said).GetProperty("file").GetString()));
            Assert.That(said["aws s3 ls"].GetString(), Does.Contain(" 2026-01-31T00%3A00%3A00Z.csv\n"));
        }
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task The_objects_are_published_as_its_page_says(CancellationToken cancellation)
    {
        var said = await RunAsync(WorkflowNames.S3HighThroughput, cancellation);

        var output = OutputOf(said);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output.GetProperty("objects").GetInt32(), Is.EqualTo(204));
            Assert.That(output.GetProperty("published").GetInt32(), Is.EqualTo(203));
            Assert.That(
                JsonElement.Parse(said["Look"].GetProperty("Messages")[0].GetProperty("Body").GetString()!).GetProperty("key").GetString(),
                Is.EqualTo("not-an-object.json"));
            Assert.That(said["aws s3 ls"].GetString(), Does.Contain("/manifest.json\n"));
        }
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task The_meters_are_read_as_its_page_says(CancellationToken cancellation)
    {
        var said = await RunAsync(WorkflowNames.MeterAnalytics, cancellation);

        var output = OutputOf(said);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output.GetProperty("readings").GetInt32(), Is.EqualTo(750));
            Assert.That(output.GetProperty("unused").GetInt32(), Is.EqualTo(27));
            Assert.That(
                said["Look"].GetProperty("Items").EnumerateArray().Select(item => decimal.Parse(
                    item.GetProperty("kWh-Amount").GetProperty("N").GetString()!, System.Globalization.CultureInfo.InvariantCulture)),
                Has.Exactly(3).Items.And.All.Positive);
            Assert.That(said["aws s3 ls"].GetString(), Does.Contain(".csv\n"));
            Assert.That(said[Program("Fanout.Samples")].GetString(), Is.Not.Empty);
            Assert.That(said["aws sqs receive-message"].GetProperty("Messages")[0].GetProperty("Body").GetString(), Does.Contain("\"unused\":9"));
        }
    }

    [Test]
    public async Task The_outputs_are_those_that_pulumi_stack_output_prints()
    {
        var outputs = JsonElement.Parse((await CommandLine.LocalAsync("outputs", "--json")).Output);
        var text = await CommandLine.LocalAsync("outputs");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outputs.EnumerateObject().Select(workflow => workflow.Name), Is.EquivalentTo(WorkflowNames.All));
            foreach (var workflow in outputs.EnumerateObject())
            {
                Assert.That(workflow.Value.GetProperty("Start").GetString(), Does.StartWith("aws stepfunctions start-execution "));
                foreach (var output in workflow.Value.EnumerateObject())
                {
                    Assert.That(text.Output, Does.Contain($"  {output.Value.GetString()}{Environment.NewLine}"));
                }
            }
        }
    }

    [Test]
    public async Task A_stack_is_served_once_at_a_time() => Assert.That(
        await CommandLine.LocalAsync("serve", "parallel-map"),
        Is.EqualTo(new CommandResult(
            1, "", $"The stack dev is served already, at {Process.Endpoint}; end that one first, or choose another with --stack.{Environment.NewLine}")));

    [Test]
    [CancelAfter(60_000)]
    public async Task Who_signs_with_another_secret_is_refused(CancellationToken cancellation)
    {
        AwsShell.Require();

        var result = await AwsShell.RunAsync(
            "aws dynamodb list-tables",
            new Dictionary<string, string>(Process.Variables) { ["AWS_SECRET_ACCESS_KEY"] = new('0', 40) },
            cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Not.Zero);
            Assert.That(result.Error, Does.Contain("(InvalidSignatureException)"));
        }
    }

    [Test]
    public async Task The_console_opens_by_its_address_and_shows_each_workflow()
    {
        using var browser = new HttpClient();

        var home = await browser.GetStringAsync(Process.Console);
        var workflow = await browser.GetStringAsync(new Uri(Process.Endpoint, "/console/workflows/stream-aggregator"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(WorkflowNames.All.Where(name => !home.Contains($"href=\"/console/workflows/{name}\"", StringComparison.Ordinal)), Is.Empty);
            Assert.That(workflow, Does.Contain("Graph of fanout-dev-stream-aggregator-extract").And.Contain("&quot;task_sort_key&quot;: &quot;2026-01-31T00:00:00Z&quot;"));
            Assert.That(workflow, Does.Contain("href=\"/console/stores/tables/fanout-dev-stream-aggregator-locations\""));
        }
    }

    [TestCase("evil.example")]
    [TestCase("localhost.evil.example")]
    public async Task A_request_by_a_foreign_name_is_refused(string host)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Process.Endpoint);
        request.Headers.Host = $"{host}:{Process.Endpoint.Port}";

        using var answer = await http.SendAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain($"{request.Headers.Host} is not this cloud"));
        }
    }

    // Every line of a workflow's page that starts it, in their order and in one shell. What a line printed is known by the output or
    // the command that it names, as JSON where it is that.
    private async Task<Dictionary<string, JsonElement>> RunAsync(string workflow, CancellationToken cancellation)
    {
        AwsShell.Require();
        using var folder = new TemporaryFolder("page");
        string[] lines = [.. PageCommands.Of(Pages.Section(Pages.OfWorkflow(workflow), "Load, start, watch, verify"))];
        Assert.That(lines[0], Does.Contain(Outputs));

        var result = await AwsShell.RunAsync(
            string.Join('\n', lines.Select((line, number) => Repeated(Here(line), $"'{folder.Path}/{number}'"))), Process.Variables, cancellation);

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        var said = new Dictionary<string, JsonElement>();
        foreach (var (number, line) in lines.Index())
        {
            said[KeyOf(Here(line))] = Parsed(await File.ReadAllTextAsync($"{folder.Path}/{number}", cancellation));
        }

        Assert.That(said["Describe"].GetProperty("status").GetString(), Is.EqualTo("SUCCEEDED"), said["Describe"].GetRawText());
        return said;
    }

    // As whoever follows the page does: until it is not RUNNING, and until what S3's events lead to is there.
    private static string Repeated(string line, string file) => KeyOf(line) switch
    {
        "Describe" => $"while {{ {line}\n}} > {file}; [[ $(jq -r .status {file}) == RUNNING ]]; do sleep 0.2; done",
        "Look" => $"until {{ {line}\n}} > {file}; grep -q -e '\"S\"' -e Body {file}; do sleep 0.2; done",
        _ => $"{{ {line}\n}} > {file}",
    };

    private static string Here(string line) => Less
        .Aggregate(line, (text, less) => text.Replace(less.Many, less.Few, StringComparison.Ordinal))
        .Replace(Outputs, Served, StringComparison.Ordinal)
        .Replace("dotnet run --project samples --", Program("Fanout.Samples"), StringComparison.Ordinal);

    private static string KeyOf(string line) =>
        line.StartsWith("eval ", StringComparison.Ordinal) ? line.Split("jq -r .")[1].Split(' ')[0]
        : line.StartsWith(Program("Fanout.Samples"), StringComparison.Ordinal) ? Program("Fanout.Samples")
        : string.Join(' ', line.Split(' ').Take(3));

    private static JsonElement Parsed(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }

    private static JsonElement OutputOf(Dictionary<string, JsonElement> said) =>
        JsonElement.Parse(said["Describe"].GetProperty("output").GetString()!);

    private static string Program(string name) => $"dotnet '{Path.Combine(AppContext.BaseDirectory, name)}.dll'";
}
