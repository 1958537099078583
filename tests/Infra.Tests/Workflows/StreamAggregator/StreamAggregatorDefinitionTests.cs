using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.StreamAggregator;
using Fanout.Tests.Infra.StatesLanguage;

namespace Fanout.Tests.Infra.Workflows.StreamAggregator;

public class StreamAggregatorDefinitionTests
{
    private const string Parent = "stream-aggregator";
    private const string Extraction = "stream-aggregator-extraction";
    private const string Processing = "stream-aggregator-processing";

    private static readonly StreamAggregatorSettings Defaults =
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()).StreamAggregator;

    [TestCase(Parent)]
    [TestCase(Extraction)]
    [TestCase(Processing)]
    public void The_definition_is_the_one_that_was_reviewed(string machine)
    {
        var golden = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Workflows", "StreamAggregator", $"{machine}.asl.json"));

        Assert.That(Build(machine, Defaults), Is.EqualTo(golden.TrimEnd('\n')));
    }

    [TestCase(Parent)]
    [TestCase(Extraction)]
    [TestCase(Processing)]
    public async Task A_second_validator_agrees(string machine) =>
        Assert.That(await AslValidator.ProblemsAsync(Build(machine, Defaults)), Is.Empty);

    [Test]
    public void The_settings_of_the_parent_arrive_where_they_belong()
    {
        var states = States(Parent, Defaults with { ToleratedFailedLocations = 3, ExtractionTimeoutMinutes = 2, JobTimeoutMinutes = 5 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(states["Gather records"]!["TimeoutSeconds"]!.GetValue<int>(), Is.EqualTo(120));
            Assert.That(states["Consolidate parts"]!["TimeoutSeconds"]!.GetValue<int>(), Is.EqualTo(3_900));
            Assert.That(states["Any records?"]!["Choices"]![1]!["Condition"]!.GetValue<string>(), Is.EqualTo("{% $gathered.failed.count > 3 or $gathered.failed.count = $gathered.locations %}"));
        }
    }

    [Test]
    public void The_settings_of_the_extraction_arrive_where_they_belong()
    {
        var map = States(Extraction, Defaults with { LocationConcurrency = 9, PageSize = 77, SummaryApiBaseUrl = "https://a.example/v2" })["For each location"]!;
        var children = map["ItemProcessor"]!["States"]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(map["MaxConcurrency"]!.GetValue<int>(), Is.EqualTo(9));
            Assert.That(map["ItemProcessor"]!["ProcessorConfig"]!.ToJsonString(), Is.EqualTo("""{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"}"""));
            Assert.That(
                children["Get summary"]!["Arguments"]!["ApiEndpoint"]!.GetValue<string>(),
                Is.EqualTo("""{% "https://a.example/v2/" & $states.input.segment & '/get-summary' %}"""));
            Assert.That(
                children["For each state of records"]!["ItemProcessor"]!["States"]!["Gather page"]!["Arguments"]!["Input"]!.GetValue<string>(),
                Does.Contain("'limit': 77,"));
        }
    }

    [Test]
    public void The_columns_arrive_in_rows_header_and_reasons()
    {
        var settings = Defaults with
        {
            Columns = [new Column("a \"b\"", FieldPath.Parse("x y[0][1].and")), new Column("c", FieldPath.Parse("d"))],
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                States(Processing, settings)["Get page"]!["Assign"]!["page"]!.GetValue<string>(),
                Does.Contain("""'rows': [$objects.{"a \"b\"": `x y`[0][1].`and`, "c": `d`}[$ != {}]]}"""));
            Assert.That(
                JsonNode.Parse(States(Parent, settings)["Consolidate parts"]!["Arguments"]!["Arguments"]!["--columns"]!.GetValue<string>())!.AsArray()
                    .Select(name => name!.GetValue<string>()),
                Is.EqualTo(new[] { "a \"b\"", "c" }));
            Assert.That(Build(Extraction, settings), Does.Contain("fields of streamAggregator.columns: x y[0][1].and, d."));
        }
    }

    [TestCase(Extraction, "Get summary")]
    [TestCase(Processing, "Get page")]
    public void Calls_of_the_API_are_tried_again_after_429_and_5xx_and_no_answer_only(string machine, string state)
    {
        var states = machine == Extraction ? States(machine, Defaults)["For each location"]!["ItemProcessor"]!["States"]! : States(machine, Defaults);
        var retry = states[state]!["Retry"]!.AsArray().Single()!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                retry["ErrorEquals"]!.AsArray().Select(error => error!.GetValue<string>()),
                Is.SupersetOf(new[]
                {
                    "States.Http.Socket", "States.Http.StatusCode.429", "States.Http.StatusCode.500", "States.Http.StatusCode.502",
                    "States.Http.StatusCode.503", "States.Http.StatusCode.504",
                }));
            Assert.That(
                retry["ErrorEquals"]!.AsArray().Select(error => error!.GetValue<string>()),
                Has.All.Match(@"^States\.Http\.(Socket|StatusCode\.(429|5\d\d))$"));
            Assert.That(retry["BackoffRate"]!.GetValue<double>(), Is.EqualTo(2));
            Assert.That(retry["JitterStrategy"]!.GetValue<string>(), Is.EqualTo("FULL"));
        }
    }

    private static JsonNode States(string machine, StreamAggregatorSettings settings) => JsonNode.Parse(Build(machine, settings))!["States"]!;

    private static string Build(string machine, StreamAggregatorSettings settings) => (machine switch
    {
        Parent => StreamAggregatorDefinition.Create(settings, new StreamAggregatorResources(
            TasksTable: "tasks",
            LocationsTable: "locations",
            ExtractionArn: "arn:aws:states:us-east-1:123456789012:stateMachine:extract",
            JobName: "job",
            PartsBucket: "parts",
            OutputBucket: "output",
            IncompleteQueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/incomplete")),
        Extraction => DataExtractionDefinition.Create(settings, new DataExtractionResources(
            LocationsTable: "locations",
            ConnectionArn: "arn:aws:events:us-east-1:123456789012:connection/api/1",
            ProcessingArn: "arn:aws:states:us-east-1:123456789012:stateMachine:process")),
        _ => DataProcessingDefinition.Create(settings, new DataProcessingResources(
            ConnectionArn: "arn:aws:events:us-east-1:123456789012:connection/api/1",
            PartsBucket: "parts")),
    }).ToJson();
}
