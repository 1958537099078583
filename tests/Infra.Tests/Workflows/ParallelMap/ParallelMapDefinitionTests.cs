using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.ParallelMap;
using Fanout.Tests.Infra.StatesLanguage;

namespace Fanout.Tests.Infra.Workflows.ParallelMap;

public class ParallelMapDefinitionTests
{
    private static readonly ParallelMapSettings Defaults =
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()).ParallelMap;

    [Test]
    public void The_definition_is_the_one_that_was_reviewed()
    {
        var golden = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Workflows", "ParallelMap", "parallel-map.asl.json"));

        Assert.That(Build(Defaults), Is.EqualTo(golden.TrimEnd('\n')));
    }

    [Test]
    public async Task A_second_validator_agrees() => Assert.That(await AslValidator.ProblemsAsync(Build(Defaults)), Is.Empty);

    [Test]
    public void Settings_arrive_where_they_belong()
    {
        var definition = JsonNode.Parse(Build(new ParallelMapSettings("lists", "id", "today", 7, 5, 60)))!;
        var map = definition["States"]!["For each element"]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(definition["TimeoutSeconds"]!.GetValue<int>(), Is.EqualTo(60));
            Assert.That(map["MaxConcurrency"]!.GetValue<int>(), Is.EqualTo(7));
            Assert.That(map["ItemProcessor"]!["States"]!["Wait"]!["Seconds"]!.GetValue<int>(), Is.EqualTo(5));
            Assert.That(
                definition["States"]!["Read list"]!["Arguments"]!.ToJsonString(),
                Is.EqualTo(JsonNode.Parse(
                    """
                    {"TableName":"lists","Key":{"id":{"S":"{% ($exists($states.context.Execution.Input.item) ? $states.context.Execution.Input.item : \"today\") %}"}},"ConsistentRead":true}
                    """)!.ToJsonString()));
        }
    }

    private static string Build(ParallelMapSettings settings) => ParallelMapDefinition.Create(
        settings,
        tableName: settings.TableName,
        functionArn: "arn:aws:lambda:us-east-1:123456789012:function:element").ToJson();
}
