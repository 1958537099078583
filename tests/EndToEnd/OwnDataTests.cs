using System.Text;
using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local;
using Fanout.Local.StepFunctions;
using Fanout.Samples.StreamAggregator;

namespace Fanout.Tests.EndToEnd;

/// <summary>Data that this project did not make, given to runs and samples as folders.</summary>
public sealed class OwnDataTests
{
    private TemporaryFolder _temporary = null!;

    private string Folder => _temporary.Path;

    [SetUp]
    public void CreateFolder() => _temporary = new TemporaryFolder("own");

    [TearDown]
    public void DeleteFolder() => _temporary.Dispose();

    [Test]
    public async Task Objects_are_published_and_what_is_none_is_reported()
    {
        Write("a.json", "{\"n\": 12345678901234567890.10, \"t\": \"\\u00e9\"}\r");
        Write("deep/b.json", "{}");
        Write("broken.json", "{\"n\":");

        var result = await RunAsync(WorkflowNames.S3HighThroughput);

        // Beside the stack's own four, of which one is no object.
        Assert.That(result.Output, Does.Match(@"s3-high-throughput +3 objects +SUCCEEDED +7 .* 5 messages to .*, 2 to the\s+dead-letter queue"), result.Error);
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Readings_of_sensors_with_other_line_ends_names_and_marks_are_analyzed()
    {
        Write("day=2026-01-31/a.csv", "\ufeffDeviceID,Battery_Level,TimeStamp,HUMIDITY,Temperature\rs-1,50,2026-01-31T10:00:00Z,50,20\rs-2,50,2026-01-31T10:00:00Z,50,99\r");
        Write("day=2026-01-30/b.csv", "s-1;2026-01-30T10:00:00Z;\"20,5\";50;50;;\n");

        var result = await RunAsync(WorkflowNames.SensorAnalytics);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
            Assert.That(result.Output, Does.Match(@"2 CSV files, 2026-01-30 +SUCCEEDED +1 "));
            Assert.That(result.Output, Does.Match(@"2 CSV files, 2026-01-31 +SUCCEEDED +2 "));
        }
    }

    [Test]
    public async Task Readings_of_meters_as_the_documents_are_rolled_up()
    {
        Write("customer_meter_sensor.csv", "CustomerID,SensorID,SensorGroup\r10027610,51246501,B\r");
        Write("year=2022/month=01/day=05/x.csv", "SendorID,Voltage,Current,Frequency,kWh,HourCollected\r51246501,240,10,60,0.28,18\r51246501,240,10,60,0.29,19\r7,240,10,60,1,20\r");

        var result = await RunAsync(WorkflowNames.MeterAnalytics);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Output, Does.Match(@"2 files of 2022/01/05 to 2022/01/05 +SUCCEEDED +3 .* 2 readings in .*, 1 unused"), result.Error);
            Assert.That(result.ExitCode, Is.Zero);
        }
    }

    [Test]
    public async Task Lists_are_mapped_each()
    {
        Write("one.json", """["é", {"a": [1.50]}]""");
        Write("two.json", "[]");

        var result = await RunAsync(WorkflowNames.ParallelMap);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Output, Does.Match(@"one\.json +SUCCEEDED +2 ").And.Match(@"two\.json +SUCCEEDED +0 "), result.Error);
            Assert.That(result.ExitCode, Is.Zero);
        }
    }

    [Test]
    public async Task An_API_of_ones_own_is_asked_about_its_locations()
    {
        await using var api = await SampleApi.StartAsync(
            new SampleLocations(2, 30) { Names = ["oslo", "bergen"] }, () => [new("Authorization", "none")], CancellationToken.None);

        var result = await CommandLine.LocalAsync(
            "run", WorkflowNames.StreamAggregator, "--api", api.Endpoint.AbsoluteUri, "--location", "bergen", "oslo");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Output, Does.Match(@"stream-aggregator +2 locations +SUCCEEDED +120 .* 120 rows to "), result.Error);
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(api.Calls.Select(call => call.Location).Distinct(), Is.EquivalentTo(new[] { "oslo", "bergen" }));
        }
    }

    [TestCase("There is no folder {0}/none; give one that holds .json files.", WorkflowNames.S3HighThroughput, "none")]
    [TestCase("The folder {0} holds no files; it must hold .csv files.", WorkflowNames.MeterAnalytics, "")]
    public async Task A_folder_that_cannot_be_used_is_refused_in_a_sentence(string sentence, string workflow, string name)
    {
        var result = await CommandLine.LocalAsync("run", workflow, "--data", Path.Combine(Folder, name));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error.TrimEnd().Split(Environment.NewLine)[^1], Is.EqualTo(sentence.Replace("{0}", Folder.TrimEnd('/'), StringComparison.Ordinal)));
        }
    }

    [Test]
    public async Task Samples_as_Parquet_are_analyzed_by_their_manifest()
    {
        await using var deployment = await Deployments.StartAsync(new Dictionary<string, string> { ["workflows"] = """["sensor-analytics"]""" });
        var outputs = deployment.Stack.Workflows[WorkflowNames.SensorAnalytics];

        var root = deployment.Cloud.Root;
        var loaded = await CommandLine.SamplesAsync(
            new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = root.AccessKeyId, ["AWS_SECRET_ACCESS_KEY"] = root.SecretAccessKey },
            "sensor-analytics", "--parquet", "--devices", "20", "--last-day", "2026-01-31", "--bucket", outputs["DataBucket"],
            "--endpoint-url", deployment.Cloud.Gateway.Endpoint.AbsoluteUri);
        var outcome = await deployment.ExecuteAsync(
            outputs["StateMachineArn"], JsonElement.Parse(loaded.Output.TrimEnd().Split(Environment.NewLine)[^1]), "parquet", CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(loaded.Output, Does.StartWith($"480 readings are in s3://{outputs["DataBucket"]}/parquet/"), loaded.Error);
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(outcome.Output!.Value.GetProperty("readings").GetInt32(), Is.EqualTo(480));
            Assert.That(
                loaded.Output, Does.Match($@"\n  {outcome.Output.Value.GetProperty("healthy").GetInt32()} healthy\n  {outcome.Output.Value.GetProperty("anomalous").GetInt32()} with anomalies"));
        }
    }

    private Task<CommandResult> RunAsync(string workflow) => CommandLine.LocalAsync("run", workflow, "--data", Folder);

    private void Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(content));
    }
}
