using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Tests.Infra.StatesLanguage;

public class MalformedDefinitionTests
{
    private static readonly string[] Values = ["null", "true", "-1", "1e400", "\"\"", "\"text\"", "[]", "[null]", "{}", "{\"a\":7}"];

    // Comments and payloads: any of these values may be right there.
    private static readonly string[] Free = ["Comment", "Output", "Assign", "Arguments", "ItemSelector", "BatchInput"];

    [Test]
    public void No_field_of_a_wrong_type_breaks_the_rules([ValueSource(nameof(Values))] string value)
    {
        foreach (var path in Paths(Parse(), "").ToArray())
        {
            var definition = Put(path, value);
            Assert.That(() => DefinitionRules.Check(definition), Throws.Nothing, $"{value} at {path}");
        }
    }

    [TestCase("null")]
    [TestCase("[null]")]
    [TestCase("{\"a\":7}")]
    public void A_field_of_a_wrong_type_is_reported(string value)
    {
        var unnoticed = Paths(Parse(), "").Where(path => !path.Split('/').Any(Free.Contains) && DefinitionRules.Check(Put(path, value)).Count == 0);

        Assert.That(unnoticed, Is.Empty);
    }

    private static JsonNode Parse() => JsonNode.Parse(
        """
        {
          "Comment": "c", "Version": "1.0", "QueryLanguage": "JSONata", "TimeoutSeconds": 9, "StartAt": "Choose",
          "States": {
            "Choose": { "Type": "Choice", "Choices": [{ "Condition": "{% true %}", "Next": "Call" }], "Default": "Wait" },
            "Call": {
              "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {},
              "Credentials": { "RoleArn": "arn:aws:iam::123456789012:role/r" }, "TimeoutSeconds": 9, "HeartbeatSeconds": 5,
              "Retry": [{ "ErrorEquals": ["E"], "IntervalSeconds": 1, "MaxAttempts": 2, "BackoffRate": 2, "MaxDelaySeconds": 9, "JitterStrategy": "FULL" }],
              "Catch": [{ "ErrorEquals": ["E"], "Next": "Failed" }],
              "Next": "Both"
            },
            "Failed": { "Type": "Fail", "Error": "E", "Cause": "c" },
            "Wait": { "Type": "Wait", "Seconds": 1, "Next": "Until" },
            "Until": { "Type": "Wait", "Timestamp": "2026-01-31T12:00:00Z", "Next": "Both" },
            "Both": { "Type": "Parallel", "Branches": [{ "StartAt": "Left", "States": { "Left": { "Type": "Succeed" } } }], "Next": "Each" },
            "Each": {
              "Type": "Map", "Label": "each", "MaxConcurrency": 1, "ToleratedFailureCount": 1, "ToleratedFailurePercentage": 5, "End": true,
              "ItemReader": {
                "Resource": "arn:aws:states:::s3:getObject", "Arguments": {},
                "ReaderConfig": { "InputType": "CSV", "CSVDelimiter": "PIPE", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a"], "MaxItems": 5 }
              },
              "ItemBatcher": { "MaxItemsPerBatch": 1, "MaxInputBytesPerBatch": 9 },
              "ItemProcessor": {
                "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
                "StartAt": "Inner", "States": { "Inner": { "Type": "Succeed" } }
              },
              "ResultWriter": { "Resource": "arn:aws:states:::s3:putObject", "Arguments": {}, "WriterConfig": { "Transformation": "NONE", "OutputType": "JSON" } }
            }
          }
        }
        """)!;

    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Paths(field.Value, $"{path}/{field.Key}").Prepend($"{path}/{field.Key}")),
        JsonArray items => items.SelectMany((item, index) => Paths(item, $"{path}/{index}").Prepend($"{path}/{index}")),
        _ => [],
    };

    private static JsonElement Put(string path, string value)
    {
        var root = Parse();
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var parent = steps[..^1].Aggregate(root, (node, step) => node is JsonArray array ? array[int.Parse(step)]! : node[step]!);
        if (parent is JsonArray items)
        {
            items[int.Parse(steps[^1])] = JsonNode.Parse(value);
        }
        else
        {
            parent[steps[^1]] = JsonNode.Parse(value);
        }

        return JsonElement.Parse(root.ToJsonString());
    }
}
