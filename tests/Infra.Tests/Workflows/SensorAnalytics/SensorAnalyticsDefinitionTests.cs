using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.SensorAnalytics;
using Fanout.Tests.Infra.StatesLanguage;

namespace Fanout.Tests.Infra.Workflows.SensorAnalytics;

public class SensorAnalyticsDefinitionTests
{
    private static readonly SensorAnalyticsSettings Defaults =
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()).SensorAnalytics;

    [Test]
    public void The_definition_is_the_one_that_was_reviewed()
    {
        var golden = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Workflows", "SensorAnalytics", "sensor-analytics.asl.json"));

        Assert.That(Build(Defaults), Is.EqualTo(golden.TrimEnd('\n')));
    }

    [Test]
    public async Task A_second_validator_agrees() => Assert.That(await AslValidator.ProblemsAsync(Build(Defaults)), Is.Empty);

    [Test]
    public void Readings_are_read_from_a_manifest_of_Parquet_files_and_analyzed_by_Express_children()
    {
        var map = Map(Defaults);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(map["ItemReader"]!["ReaderConfig"]!.ToJsonString(), Is.EqualTo("""{"ManifestType":"ATHENA_DATA","InputType":"PARQUET"}"""));
            Assert.That(map["ItemProcessor"]!["ProcessorConfig"]!.ToJsonString(), Is.EqualTo("""{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"}"""));
            Assert.That(map["ItemProcessor"]!["States"]!.AsObject(), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void Settings_arrive_where_they_belong()
    {
        var map = Map(Defaults with { ReadingsPerBatch = 40, BatchConcurrency = 7, ToleratedFailurePercentage = 4 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(map["ItemBatcher"]!["MaxItemsPerBatch"]!.GetValue<int>(), Is.EqualTo(40));
            Assert.That(map["MaxConcurrency"]!.GetValue<int>(), Is.EqualTo(7));
            Assert.That(map["ToleratedFailurePercentage"]!.GetValue<int>(), Is.EqualTo(4));
        }
    }

    [TestCase(0, "{} for the readings of the day on which the execution starts (UTC)")]
    [TestCase(1, "{} for the readings of the day before the execution starts (UTC)")]
    [TestCase(3, "{} for the readings of the day that is 3 days before the execution starts (UTC)")]
    public void The_usage_says_which_day_is_meant_where_none_is_given(int daysBack, string usage)
    {
        var cause = States(Defaults with { DaysBack = daysBack })["Invalid input"]!["Cause"]!.GetValue<string>();

        Assert.That(cause, Does.Contain(usage));
    }

    private static JsonNode Map(SensorAnalyticsSettings settings) => States(settings)["For each batch"]!;

    private static JsonNode States(SensorAnalyticsSettings settings) => JsonNode.Parse(Build(settings))!["States"]!;

    private static string Build(SensorAnalyticsSettings settings) => SensorAnalyticsDefinition.Create(
        settings,
        new SensorAnalyticsResources(
            DataBucket: "data",
            ResultsBucket: "results",
            Database: "sensors",
            WorkGroup: "workgroup",
            FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:batch",
            RejectedQueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/rejected")).ToJson();
}
