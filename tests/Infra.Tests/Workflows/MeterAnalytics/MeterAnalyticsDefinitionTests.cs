using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.MeterAnalytics;
using Fanout.Tests.Infra.StatesLanguage;

namespace Fanout.Tests.Infra.Workflows.MeterAnalytics;

public class MeterAnalyticsDefinitionTests
{
    private static readonly MeterAnalyticsSettings Defaults =
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()).MeterAnalytics;

    [Test]
    public void The_definition_is_the_one_that_was_reviewed()
    {
        var golden = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Workflows", "MeterAnalytics", "meter-analytics.asl.json"));

        Assert.That(Build(Defaults), Is.EqualTo(golden.TrimEnd('\n')));
    }

    [Test]
    public async Task A_second_validator_agrees() => Assert.That(await AslValidator.ProblemsAsync(Build(Defaults)), Is.Empty);

    [Test]
    public void Settings_arrive_where_they_belong()
    {
        var states = States(Defaults with { FirstYear = 2001, LastYear = 2003, LongestRangeDays = 31, ConcurrentDays = 7 });
        var input = states["Read input"]!["Output"]!.GetValue<string>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(states["For each day"]!["MaxConcurrency"]!.GetValue<int>(), Is.EqualTo(7));
            Assert.That(input, Does.Contain("'2001/01/01'").And.Contain("'2003/12/31'").And.Contain("$days > 31"));
            Assert.That(states["Invalid input"]!["Cause"]!.GetValue<string>(), Does.Contain("a range of up to 31 days"));
        }
    }

    [TestCase(0, "By hour")]
    [TestCase(1, "By day")]
    [TestCase(2, "By month")]
    public void Each_query_is_waited_for_tried_again_where_Athena_is_busy_and_caught(int branch, string name)
    {
        var processor = States(Defaults)["For each day"]!["ItemProcessor"]!;
        var query = processor["States"]!["Roll up the day"]!["Branches"]![branch]!["States"]![name]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(processor["ProcessorConfig"]!["Mode"]!.GetValue<string>(), Is.EqualTo("INLINE"));
            Assert.That(query["Resource"]!.GetValue<string>(), Is.EqualTo("arn:aws:states:::athena:startQueryExecution.sync"));
            Assert.That(query["Arguments"]!["WorkGroup"]!.GetValue<string>(), Is.EqualTo("workgroup"));
            Assert.That(query["Arguments"]!["QueryExecutionContext"]!["Database"]!.GetValue<string>(), Is.EqualTo("meters"));
            Assert.That(query["Retry"]![0]!["ErrorEquals"]!.AsArray().Select(error => error!.GetValue<string>()), Has.Member("Athena.TooManyRequestsException"));
            Assert.That(query["Retry"]![0]!["JitterStrategy"]!.GetValue<string>(), Is.EqualTo("FULL"));
            Assert.That(query["Catch"]![0]!["Next"]!.GetValue<string>(), Is.EqualTo($"{name} failed"));
        }
    }

    private static JsonNode States(MeterAnalyticsSettings settings) => JsonNode.Parse(Build(settings))!["States"]!;

    private static string Build(MeterAnalyticsSettings settings) =>
        MeterAnalyticsDefinition.Create(settings, new MeterAnalyticsResources(Database: "meters", WorkGroup: "workgroup", AuditWorkGroup: "audits", RejectedLinesQueueUrl: "https://queue/rejected")).ToJson();
}
