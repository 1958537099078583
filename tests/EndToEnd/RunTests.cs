using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fanout.Infra.Settings;
using Fanout.Local;

namespace Fanout.Tests.EndToEnd;

public partial class RunTests
{
    /// <summary>A command of the pages, on which <see cref="PagesTests"/> does not look closely.</summary>
    public const string Strict = "run --strict --objects 1000 --devices 50 --locations 10 --rows 500 --date 2022/01/31";

    [Test]
    public async Task Without_a_workflow_every_one_runs_with_as_much_data_as_was_asked_for_and_needs_what_it_is_granted()
    {
        var result = await CommandLine.LocalAsync(Strict.Split(' '));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
            Assert.That(result.Output, Does.Match(@"parallel-map\s+simplelist\.json\s+SUCCEEDED\s+3\s+1\s+9\s+6\.0 s\s+3 lines to /aws/lambda/fanout-dev-parallel-map-element"));
            Assert.That(result.Output, Does.Match(@"parallel-map\s+listofdicts\.json\s+SUCCEEDED\s+3\s+1\s+9\s+6\.0 s"));
            Assert.That(result.Output, Does.Match(@"sensor-analytics\s+1200 readings\s+SUCCEEDED\s+1200\s+4\s+15\s+0\.0 s\s+1190 items in fanout-dev-sensor-analytics-SensorSummary"));
            Assert.That(result.Output, Does.Match(@"stream-aggregator\s+10 locations\s+SUCCEEDED\s+10000\s+54\s+181\s+0\.0 s\s+10000 rows to fanout-dev-stream-output-123456789012"));
            Assert.That(result.Output, Does.Match(@"s3-high-throughput\s+1000 objects\s+SUCCEEDED\s+1004\s+14\s+18\s+0\.0 s\s+1003 messages to arn:aws:sns:us-east-1:123456789012:fanout-dev-s3-high-throughput-messages"));
            Assert.That(result.Output, Does.Match(@"meter-analytics\s+2022/01/31\s+SUCCEEDED\s+250\s+1\s+15\s+\d+\.\d s\s+260 items in fanout-dev-meter-analytics-ElectricityMeteredByPeriod"));
            Assert.That(result.Output, Does.Match(@"(?m)^parallel-map would cost \$0\.000\d\d in AWS:\s+^  \$0\.00045 Step Functions: Standard transitions\s+^  \$0\.00\d+ CloudWatch: logs\s*$"));
            Assert.That(result.Output, Does.Not.Contain("Denied to these runs:"));
            Assert.That(result.Output, Does.Contain($"Granted and not used by these runs:{Environment.NewLine}  nothing{Environment.NewLine}"));
            Assert.That(result.Output, Does.Contain("  cloudwatch:PutMetricData: CloudWatch has no resources for metrics"));
            Assert.That(result.Error, Does.StartWith($"Deploying fanout-dev into the local cloud{Environment.NewLine}"));
            Assert.That(result.Error, Does.Match(
                @"(?m)^stream-aggregator with 10 locations: loading\s+^stream-aggregator with 10 locations: running\s+^stream-aggregator with 10 locations: SUCCEEDED, \d+\.\d s\s*$"));
        }
    }

    [Test]
    public async Task What_functions_logged_is_shown_with_the_times_of_the_executions()
    {
        var result = await CommandLine.LocalAsync("run", "parallel-map", "--logs");

        var lines = result.Output.Split(Environment.NewLine);
        var logged = lines[(Array.IndexOf(lines, "Logged, by the clock of the executions:") + 1)..];
        // Among what Lambda logs of each call.
        var parsed = logged.Skip(1).Select(line => LoggedLine().Match(line)).Where(line => line.Success).ToArray();
        var times = parsed.Select(line => DateTime.Parse(line.Groups["time"].Value, CultureInfo.InvariantCulture)).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
            Assert.That(logged[0], Is.EqualTo("  /aws/lambda/fanout-dev-parallel-map-element"));
            Assert.That(parsed.Select(line => line.Groups["element"].Value).Take(3), Is.EqualTo(new[]
            {
                """{"element":{"S":"Computer Science"}}""", """{"element":{"S":"Economics"}}""", """{"element":{"S":"Mathematics"}}""",
            }));
            Assert.That(parsed, Has.Length.EqualTo(6));

            // Two executions of three elements each, one after the other.
            Assert.That(
                times.Zip(times.Skip(1), (before, after) => (after - before).TotalSeconds).Where((_, number) => number != 2),
                Is.EqualTo(new[] { 2.0, 2.0, 2.0, 2.0 }).Within(0.0011));
        }
    }

    [Test]
    public async Task Production_runs_strictly_too()
    {
        var result = await CommandLine.LocalAsync(
            "run", "--stack", "prod", "--strict", "--objects", "20", "--devices", "10", "--locations", "2", "--rows", "60", "--date", "2022/01/31");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
            Assert.That(result.Output, Does.Match(@"s3-high-throughput\s+20 objects\s+SUCCEEDED\s+21\s+.*20 messages to .*, 1 to"));
        }
    }

    [Test]
    public async Task As_JSON_there_is_one_object_of_all_runs_with_the_requests_that_they_made()
    {
        var result = await CommandLine.LocalAsync("run", "parallel-map", "--json", "--strict");

        Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
        var document = JsonNode.Parse(result.Output)!;
        var costs = document["runs"]!.AsArray().Select(run => Taken(run!.AsObject(), "cost")).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(document["succeeded"]!.GetValue<bool>(), Is.True);
            Assert.That(
                costs.Select(cost => cost["parts"]![0]!.ToJsonString()),
                Has.Exactly(2).EqualTo("""{"part":"Step Functions: Standard transitions","quantity":9,"unit":"transition","dollars":0.000225}"""));

            // How long functions take differs.
            Assert.That(
                costs.Select(cost => cost["parts"]!.AsArray().Select(part => part!["part"]!.GetValue<string>())),
                Has.All.EquivalentTo(new[] { "Step Functions: Standard transitions", "CloudWatch: logs", "Lambda: requests", "Lambda: duration on arm64", "DynamoDB: read request units" }));
            Assert.That(
                document["runs"]!.AsArray().Select(run => run!.ToJsonString()),
                Is.EqualTo(new[] { "simplelist.json", "listofdicts.json" }.Select(file =>
                    $$$"""{"workflow":"parallel-map","with":"{{{file}}}","status":"SUCCEEDED","good":true,"items":3,"executions":1,"transitions":9,"durationSeconds":6,"written":"3 lines to /aws/lambda/fanout-dev-parallel-map-element","requests":{"dynamodb":1,"lambda":3},"problems":[],"failure":null}""")));
            Assert.That(document["permissions"]!["denied"]!.AsArray(), Is.Empty);
            Assert.That(document["permissions"]!["unused"]!.AsArray(), Is.Empty);
            Assert.That(
                document["permissions"]!["wildcards"]!.AsArray().Select(wildcard => $"{wildcard!["role"]} {wildcard["sid"]}: {wildcard["reason"]}"),
                Does.Contain("fanout-dev-parallel-map-states SendTraces: X-Ray has no resources for traces"));
        }
    }

    [TestCase("run parallel-map --scale 800 --json", new[] { 4, 8 })]
    [TestCase("run meter-analytics --date 2022/01/02 --scale 25000 --json", new[] { 130, 250 })]
    [TestCase("run sensor-analytics stream-aggregator s3-high-throughput --scale 50000 --json", new[] { 1200, 2400, 25000, 50000, 254, 504 })]
    public async Task More_items_can_be_told_from_the_sizes_that_nobody_chose(string command, int[] sizes)
    {
        var result = await CommandLine.LocalAsync(command.Split(' '));

        Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
        var scaled = JsonNode.Parse(result.Output)!["scaled"]!.AsArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scaled.SelectMany(run => run!["from"]!.AsArray()).Select(size => size!.GetValue<int>()), Is.EqualTo(sizes));
            Assert.That(scaled.SelectMany(run => run!["refusals"]!.AsArray()), Is.Empty);
            Assert.That(scaled.Select(run => run!["dollars"]!.GetValue<decimal>()), Has.All.GreaterThan(0.01m).And.All.LessThan(1m));
        }
    }

    [Test]
    public async Task A_report_shows_the_runs_in_one_file()
    {
        using var folder = new TemporaryFolder("report");
        var file = Path.Combine(folder.Path, "runs.html");

        var result = await CommandLine.LocalAsync("run", "parallel-map", "--report", file);

        Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
        var page = await File.ReadAllTextAsync(file);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("Runs of fanout-dev").And.Contain("all succeeded"));
            Assert.That(page, Does.Contain("aria-label=\"Call function, lambda:invoke, ×3: succeeded, entered 3 times\""));
            Assert.That(page, Does.Contain("Element received"), "what the function logged");
            Assert.That(page, Does.Not.Contain("http://127.0.0.1").And.Not.Contain(" src="));
        }
    }

    [TestCase("no/such/folder/runs.html")]
    [TestCase("docs")]
    public async Task A_report_that_cannot_be_written_is_refused_before_anything_runs(string file) => Assert.That(
        (await CommandLine.LocalAsync("run", "--report", file)).Error,
        Does.StartWith($"--report is \"{file}\"; allowed: a file in a folder that exists, such as runs.html."));

    [TestCase("--objects is \"-1\"; allowed: a whole number from 0 to 1000000.", 2, "run", "--objects", "-1")]
    [TestCase("--api is \"nonsense\"; allowed: an address such as http://127.0.0.1:4566.", 2, "run", "--api", "nonsense", "--location", "paris")]
    [TestCase("--locations is \"0\"; allowed: a whole number from 1 to 9999.", 2, "run", "--locations", "0")]
    [TestCase("--rows is \"-1\"; allowed: a whole number from 0 to 100000.", 2, "run", "--rows", "-1")]
    [TestCase("--date is \"2022-01-31\"; allowed: a day such as 2026/01/31.", 2, "run", "--date", "2022-01-31")]
    [TestCase("--date is \"2022/02/30\"; allowed: a day such as 2026/01/31.", 2, "run", "--date", "2022/02/30")]
    [TestCase("--devices is \"many\"; allowed: a whole number from 0 to 99999.", 2, "run", "--devices", "many")]
    [TestCase("There is no stack \"prood\" (did you mean \"prod\"?): ", 1, "--stack", "prood")]
    [TestCase("--port is \"70000\"; allowed: 0 (a free one) to 65535.", 2, "--port", "70000")]
    [TestCase("--endpoint-url is \"localhost\"; allowed: an address such as http://127.0.0.1:4566.", 2, "--endpoint-url", "localhost")]
    [TestCase("No emulator answers at http://127.0.0.1:1/: ", 1, "--endpoint-url", "http://127.0.0.1:1")]
    public async Task What_cannot_be_used_is_refused_in_a_sentence(string sentence, int exitCode, params string[] arguments)
    {
        var result = await CommandLine.LocalAsync(arguments);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(exitCode));
            Assert.That(result.Error, Does.Match($"(?m)^{Regex.Escape(sentence)}"));
        }
    }

    [Test]
    public async Task A_port_that_is_taken_is_refused_in_a_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var result = await CommandLine.LocalAsync("--port", $"{port}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(LastLine(result.Error), Is.EqualTo(
                $"Port {port} on 127.0.0.1 is taken; choose another with --port, or leave it out for a free one."));
        }
    }

    [Test]
    public async Task Without_node_the_sentence_says_what_to_install()
    {
        var result = await CommandLine.LocalAsync(CommandLine.FolderWith("dotnet"), ["execute", "machine.json"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.StartWith("'node' was not found: install Node 20 or newer"));
        }
    }

    [Test]
    public async Task Without_python_the_sentence_says_what_to_install()
    {
        var result = await CommandLine.LocalAsync(CommandLine.FolderWith("dotnet", "node"), []);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.Contain("Neither moto_server nor python3 is on the PATH; install Python 3.9 or later"));
        }
    }

    [Test]
    public async Task Wrong_settings_are_listed_before_anything_starts()
    {
        var exception = await Assert.ThrowsAsync<SettingsException>(() =>
            Deployments.StartAsync(new JsonObject { ["maxConcurrency"] = -1, ["waitSeconds"] = "long" }));

        Assert.That(exception!.Problems, Has.Count.EqualTo(2));
    }

    [Test]
    [Platform("Linux")]
    public async Task Ctrl_c_in_the_middle_leaves_no_process_behind()
    {
        var port = FreePort();
        using var process = CommandLine.Start("Fanout.Local", searchPath: null, "--real-time", "--port", $"{port}");
        await WaitUntilItListensAsync(port);
        var children = ProcessTable.ChildrenOf(process.Id);

        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        var result = await CommandLine.ResultAsync(process);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(130), result.Error);
            Assert.That(LastLine(result.Error), Is.EqualTo("Interrupted."));
            Assert.That(result.Output, Is.Empty);
            Assert.That(children, Is.Not.Empty);
            Assert.That(children.Where(ProcessTable.IsRunning), Is.Empty);
        }
    }

    private static string LastLine(string text) => text.TrimEnd().Split(Environment.NewLine)[^1];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task WaitUntilItListensAsync(int port)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }
    }

    private static JsonNode Taken(JsonObject members, string name)
    {
        members.Remove(name, out var value);
        return value!;
    }

    [GeneratedRegex(@"^    (?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})  Information  Element received  (?<element>.*)$")]
    private static partial Regex LoggedLine();
}
