using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Tests.Infra.StatesLanguage;

public class DefinitionTests
{
    [Test]
    public async Task Every_type_of_state_is_written_as_step_functions_takes_it()
    {
        var json = Everything().ToJson();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Compact(json), Is.EqualTo(Compact("""
                {
                  "Comment": "Every type of state",
                  "QueryLanguage": "JSONata",
                  "TimeoutSeconds": 60,
                  "StartAt": "Zero",
                  "States": {
                    "Zero": { "Type": "Pass", "Assign": { "n": "{% $states.input.n %}" }, "Output": { "a": [1, true, null] }, "Next": "Choose" },
                    "Choose": {
                      "Type": "Choice",
                      "Choices": [
                        { "Condition": "{% $n > 1 %}", "Assign": { "n": 1 }, "Output": "{% $n %}", "Next": "Call" }
                      ],
                      "Default": "Rest"
                    },
                    "Call": {
                      "Type": "Task",
                      "Comment": "Calls",
                      "Resource": "arn:aws:states:::lambda:invoke",
                      "Arguments": { "FunctionName": "f" },
                      "Credentials": { "RoleArn": "arn:aws:iam::123456789012:role/other" },
                      "TimeoutSeconds": "{% $n * 10 %}",
                      "HeartbeatSeconds": 5,
                      "Retry": [
                        { "ErrorEquals": ["A", "B"], "IntervalSeconds": 1, "MaxAttempts": 0, "BackoffRate": 1.5, "MaxDelaySeconds": 9, "JitterStrategy": "NONE" }
                      ],
                      "Catch": [
                        { "ErrorEquals": ["States.ALL"], "Assign": { "e": "{% $states.errorOutput %}" }, "Output": "{% $n %}", "Next": "Give up" }
                      ],
                      "Next": "Rest"
                    },
                    "Rest": { "Type": "Wait", "Seconds": 2, "Next": "Until" },
                    "Until": { "Type": "Wait", "Timestamp": "2026-01-31T12:00:00Z", "Next": "Both" },
                    "Both": {
                      "Type": "Parallel",
                      "Arguments": "{% $n %}",
                      "Branches": [ { "StartAt": "Left", "States": { "Left": { "Type": "Succeed", "Output": "{% 1 %}" } } } ],
                      "Next": "Each"
                    },
                    "Each": {
                      "Type": "Map",
                      "Label": "each",
                      "ItemReader": {
                        "Resource": "arn:aws:states:::s3:getObject",
                        "ReaderConfig": { "InputType": "CSV", "CSVDelimiter": "PIPE", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b"], "MaxItems": 5 },
                        "Arguments": { "Bucket": "b", "Key": "{% $n %}" }
                      },
                      "ItemSelector": { "v": "{% $states.context.Map.Item.Value %}" },
                      "ItemBatcher": { "MaxItemsPerBatch": 10, "MaxInputBytesPerBatch": 262144, "BatchInput": { "k": "v" } },
                      "MaxConcurrency": 100,
                      "ToleratedFailureCount": 1,
                      "ToleratedFailurePercentage": 5,
                      "ItemProcessor": {
                        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
                        "StartAt": "Inner",
                        "States": { "Inner": { "Type": "Pass", "End": true } }
                      },
                      "ResultWriter": {
                        "WriterConfig": { "Transformation": "COMPACT", "OutputType": "JSONL" },
                        "Resource": "arn:aws:states:::s3:putObject",
                        "Arguments": { "Bucket": "b", "Prefix": "p" }
                      },
                      "End": true
                    },
                    "Give up": { "Type": "Fail", "Error": "E", "Cause": "{% 'because ' & $n %}" }
                  }
                }
                """)));
            Assert.That(await AslValidator.ProblemsAsync(json), Is.Empty);
        }
    }

    [Test]
    public void A_definition_can_be_written_more_than_once()
    {
        var definition = Everything();
        var first = definition.ToJson();

        Assert.That(definition.ToJson(), Is.EqualTo(first));
    }

    [TestCase("plain", "plain")]
    [TestCase("{% x %}", """{% "{% x %}" %}""")]
    [TestCase("{% x", """{% "{% x" %}""")]
    [TestCase("a \"b\" \\ c %}", """{% "a \"b\" \\ c %}" %}""")]
    public void Any_text_can_be_a_value(string text, string field) => Assert.That(Jsonata.Text(text), Is.EqualTo(field));

    [Test]
    public void Every_problem_is_listed_with_its_state()
    {
        var broken = new StateMachineDefinition
        {
            StartAt = "Frist",
            States =
            {
                ["First"] = new PassState { Next = "Third" },
                ["Second"] = new WaitState { Seconds = -1, End = true },
            },
        };

        var exception = Assert.Throws<DefinitionException>(() => broken.ToJson());

        Assert.That(exception!.Problems, Is.EqualTo(new[]
        {
            "The definition starts at \"Frist\", which does not exist (did you mean \"First\"?); its states: \"First\", \"Second\".",
            "State \"First\" goes on to \"Third\", which does not exist; states beside it: \"First\", \"Second\".",
            "State \"Second\" has -1 as its Seconds; allowed: a whole number from 0 to 99999999, or an expression.",
        }));
    }

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();

    private static StateMachineDefinition Everything() => new()
    {
        Comment = "Every type of state",
        TimeoutSeconds = 60,
        StartAt = "Zero",
        States =
        {
            ["Zero"] = new PassState
            {
                Assign = new JsonObject { ["n"] = Jsonata.Of("$states.input.n") },
                Output = new JsonObject { ["a"] = new JsonArray(1, true, null) },
                Next = "Choose",
            },
            ["Choose"] = new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of("$n > 1"), "Call") { Assign = new JsonObject { ["n"] = 1 }, Output = Jsonata.Of("$n") }],
                Default = "Rest",
            },
            ["Call"] = new TaskState
            {
                Comment = "Calls",
                Resource = Integration.LambdaInvoke,
                Arguments = new JsonObject { ["FunctionName"] = "f" },
                Credentials = new JsonObject { ["RoleArn"] = "arn:aws:iam::123456789012:role/other" },
                TimeoutSeconds = Jsonata.Of("$n * 10"),
                HeartbeatSeconds = 5,
                Retry = [new Retrier("A", "B") { IntervalSeconds = 1, MaxAttempts = 0, BackoffRate = 1.5, MaxDelaySeconds = 9, JitterStrategy = "NONE" }],
                Catch = [new Catcher(ErrorName.All) { Next = "Give up", Assign = new JsonObject { ["e"] = Jsonata.Of("$states.errorOutput") }, Output = Jsonata.Of("$n") }],
                Next = "Rest",
            },
            ["Rest"] = new WaitState { Seconds = 2, Next = "Until" },
            ["Until"] = new WaitState { Timestamp = "2026-01-31T12:00:00Z", Next = "Both" },
            ["Both"] = new ParallelState
            {
                Arguments = Jsonata.Of("$n"),
                Branches = [new StateGroup { StartAt = "Left", States = { ["Left"] = new SucceedState { Output = Jsonata.Of("1") } } }],
                Next = "Each",
            },
            ["Each"] = new MapState
            {
                Label = "each",
                ItemReader = new ItemReader
                {
                    Resource = ItemReader.GetObject,
                    ReaderConfig = new ReaderConfig { InputType = "CSV", CsvDelimiter = "PIPE", CsvHeaderLocation = "GIVEN", CsvHeaders = ["a", "b"], MaxItems = 5 },
                    Arguments = new JsonObject { ["Bucket"] = "b", ["Key"] = Jsonata.Of("$n") },
                },
                ItemSelector = new JsonObject { ["v"] = Jsonata.Of("$states.context.Map.Item.Value") },
                ItemBatcher = new ItemBatcher { MaxItemsPerBatch = 10, MaxInputBytesPerBatch = 262_144, BatchInput = new JsonObject { ["k"] = "v" } },
                MaxConcurrency = 100,
                ToleratedFailureCount = 1,
                ToleratedFailurePercentage = 5,
                ItemProcessor = new ItemProcessor
                {
                    DistributedExecutionType = "EXPRESS",
                    StartAt = "Inner",
                    States = { ["Inner"] = new PassState { End = true } },
                },
                ResultWriter = new ResultWriter
                {
                    Resource = ResultWriter.PutObject,
                    Arguments = new JsonObject { ["Bucket"] = "b", ["Prefix"] = "p" },
                    Transformation = "COMPACT",
                    OutputType = "JSONL",
                },
                End = true,
            },
            ["Give up"] = new FailState { Error = "E", Cause = Jsonata.Of("'because ' & $n") },
        },
    };
}
