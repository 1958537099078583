using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.S3HighThroughput;
using Fanout.Tests.Infra.StatesLanguage;

namespace Fanout.Tests.Infra.Workflows.S3HighThroughput;

public class S3HighThroughputDefinitionTests
{
    private static readonly S3HighThroughputSettings Defaults =
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()).S3HighThroughput;

    [Test]
    public void The_definition_is_the_one_that_was_reviewed()
    {
        var golden = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Workflows", "S3HighThroughput", "s3-high-throughput.asl.json"));

        Assert.That(Build(Defaults), Is.EqualTo(golden.TrimEnd('\n')));
    }

    [Test]
    public async Task A_second_validator_agrees() => Assert.That(await AslValidator.ProblemsAsync(Build(Defaults)), Is.Empty);

    [Test]
    public void There_are_two_levels_of_fan_out_with_Express_leaves()
    {
        var (parent, child) = Levels(Defaults);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(parent["ItemProcessor"]!["ProcessorConfig"]!.ToJsonString(), Is.EqualTo("""{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"}"""));
            Assert.That(child["ItemProcessor"]!["ProcessorConfig"]!.ToJsonString(), Is.EqualTo("""{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"}"""));
            Assert.That((string)parent["ItemReader"]!["Arguments"]!["Bucket"]!, Is.EqualTo("data"));
            Assert.That((string)parent["ItemReader"]!["Arguments"]!["Prefix"]!, Does.StartWith("""{% "" & (""").And.EndWith(": $states.input.prefix) %}"));
        }
    }

    [Test]
    public void Settings_arrive_where_they_belong()
    {
        var (parent, child) = Levels(new S3HighThroughputSettings(
            Prefix: "{%in/",
            AttributeName: "a\"b",
            AttributeValue: "c'd\\",
            ObjectsPerChild: 400,
            ObjectsPerLeaf: 40,
            ParentConcurrency: 7,
            LeafConcurrency: 6,
            GroupConcurrency: 5,
            ToleratedFailurePercentage: 4,
            ToleratedRejectedPercentage: 50,
            SampleData: false));
        var groups = child["ItemProcessor"]!["States"]!["For each group"]!;
        var read = groups["ItemProcessor"]!["States"]!["For each object"]!["ItemProcessor"]!["States"]!["Read object"]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(parent["ItemReader"]!["Arguments"]!["Prefix"]!.GetValue<string>(), Does.StartWith("""{% "{%in/" & ("""));
            Assert.That(parent["ItemBatcher"]!["MaxItemsPerBatch"]!.GetValue<int>(), Is.EqualTo(400));
            Assert.That(child["ItemBatcher"]!["MaxItemsPerBatch"]!.GetValue<int>(), Is.EqualTo(40));
            Assert.That(parent["MaxConcurrency"]!.GetValue<int>(), Is.EqualTo(7));
            Assert.That(child["MaxConcurrency"]!.GetValue<int>(), Is.EqualTo(6));
            Assert.That(groups["MaxConcurrency"]!.GetValue<int>(), Is.EqualTo(5));
            Assert.That(parent["ToleratedFailurePercentage"]!.GetValue<int>(), Is.EqualTo(4));
            Assert.That(child["ToleratedFailurePercentage"]!.GetValue<int>(), Is.EqualTo(4));
            Assert.That(read["Output"]!.GetValue<string>(), Does.Contain("""
                "\"a\\\"b\":\"c'd\\\\\""
                """.Trim()));
        }
    }

    private static (JsonNode Parent, JsonNode Child) Levels(S3HighThroughputSettings settings)
    {
        var parent = JsonNode.Parse(Build(settings))!["States"]!["For each batch"]!;
        return (parent, parent["ItemProcessor"]!["States"]!["For each small batch"]!);
    }

    private static string Build(S3HighThroughputSettings settings) => S3HighThroughputDefinition.Create(
        settings,
        new S3HighThroughputResources(
            DataBucket: "data",
            ResultsBucket: "results",
            TopicArn: "arn:aws:sns:us-east-1:123456789012:topic",
            DeadLetterQueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/rejected")).ToJson();
}
