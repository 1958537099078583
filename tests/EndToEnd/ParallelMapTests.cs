using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.History;
using Fanout.Samples;

namespace Fanout.Tests.EndToEnd;

public class ParallelMapTests
{
    private static readonly string[] Subjects =
        ["""{"S":"Computer Science"}""", """{"S":"Economics"}""", """{"S":"Mathematics"}"""];

    [Test]
    public async Task With_concurrency_1_calls_are_two_seconds_apart_and_in_order()
    {
        await using var deployment = await Deployments.StartAsync([]);
        var outcome = await RunAsync(deployment, "simplelist.json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(CallTimes(outcome), Is.EqualTo(new[] { 2.0, 4.0, 6.0 }));
            Assert.That(Logged(deployment), Is.EqualTo(Subjects));
            Assert.That(outcome.Output?.GetRawText(), Is.EqualTo($"[{string.Join(",", Subjects)}]"));
        }
    }

    [Test]
    public async Task With_concurrency_3_calls_are_made_together()
    {
        await using var deployment = await Deployments.StartAsync(new JsonObject { ["maxConcurrency"] = 3 });
        var outcome = await RunAsync(deployment, "simplelist.json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(CallTimes(outcome), Is.EqualTo(new[] { 2.0, 2.0, 2.0 }));
            Assert.That(Logged(deployment), Is.EquivalentTo(Subjects));
            Assert.That(outcome.Output?.GetRawText(), Is.EqualTo($"[{string.Join(",", Subjects)}]"));
        }
    }

    [Test]
    public async Task A_wait_of_25_seconds_runs_into_the_timeout_of_20()
    {
        await using var deployment = await Deployments.StartAsync(new JsonObject { ["waitSeconds"] = 25, ["timeoutSeconds"] = 20 });
        var outcome = await RunAsync(deployment, "simplelist.json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.TimedOut));
            Assert.That(outcome.Error, Is.EqualTo("States.Timeout"));
            Assert.That((outcome.StopTime - outcome.StartTime).TotalSeconds, Is.EqualTo(20));
            Assert.That(Logged(deployment), Is.Empty);
        }
    }

    [Test]
    public async Task Elements_that_are_objects_arrive_as_maps()
    {
        await using var deployment = await Deployments.StartAsync(new JsonObject { ["maxConcurrency"] = 0 });
        var outcome = await RunAsync(deployment, "listofdicts.json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(
                outcome.Output?.EnumerateArray().Select(element => element.GetProperty("M").GetProperty("topic").GetProperty("S").GetString()),
                Is.EqualTo(new[] { "cs", "econ", "math" }));
        }
    }

    [Test]
    public async Task A_list_of_one_element_is_still_a_list()
    {
        await using var deployment = await Deployments.StartAsync([]);
        var outcome = await RunAsync(deployment, ListOf(new AttributeValue { L = [new AttributeValue { N = "7" }], IsLSet = true }));

        Assert.That(outcome.Output?.GetRawText(), Is.EqualTo("""[{"N":"7"}]"""), outcome.Cause);
    }

    [Test]
    public async Task An_element_that_is_a_list_itself_is_one_element()
    {
        await using var deployment = await Deployments.StartAsync([]);
        var inner = new AttributeValue { L = [new AttributeValue { S = "a" }, new AttributeValue { S = "b" }], IsLSet = true };
        var outcome = await RunAsync(deployment, ListOf(new AttributeValue { L = [inner], IsLSet = true }));

        Assert.That(outcome.Output?.GetRawText(), Is.EqualTo("""[{"L":[{"S":"a"},{"S":"b"}]}]"""), outcome.Cause);
    }

    [Test]
    public async Task Without_the_item_the_error_says_what_to_load()
    {
        await using var deployment = await Deployments.StartAsync([]);
        var outcome = await RunAsync(deployment, item: null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Failed));
            Assert.That(outcome.Error, Is.EqualTo("ListNotFound"));
            Assert.That(outcome.Cause, Is.EqualTo(
                "The item mapstatelist = mapitems of the table fanout-dev-parallel-map-list does not exist or has no attribute \"values\". Load a list first."));
        }
    }

    [Test]
    public async Task An_item_without_the_attribute_is_no_list_either()
    {
        await using var deployment = await Deployments.StartAsync([]);
        var outcome = await RunAsync(deployment, Item());

        Assert.That(outcome.Error, Is.EqualTo("ListNotFound"));
    }

    [Test]
    public async Task An_empty_list_is_a_success_without_a_call()
    {
        await using var deployment = await Deployments.StartAsync([]);
        var outcome = await RunAsync(deployment, ListOf(new AttributeValue { L = [], IsLSet = true }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(outcome.Output?.GetRawText(), Is.EqualTo("[]"));
            Assert.That(Logged(deployment), Is.Empty);
        }
    }

    [Test]
    public async Task What_is_not_a_list_is_named_with_its_type()
    {
        await using var deployment = await Deployments.StartAsync([]);
        var outcome = await RunAsync(deployment, ListOf(new AttributeValue { S = "Mathematics" }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Failed));
            Assert.That(outcome.Error, Is.EqualTo("ListInvalid"));
            Assert.That(outcome.Cause, Is.EqualTo(
                "The attribute \"values\" of the item mapstatelist = mapitems of the table fanout-dev-parallel-map-list has the type S, but must be a list (L). Load a list first."));
        }
    }

    [Test]
    public async Task Names_with_quotes_and_braces_are_only_names()
    {
        await using var deployment = await Deployments.StartAsync(new JsonObject
        {
            ["partitionKeyName"] = "it's \"the\" key",
            ["partitionKeyValue"] = "{% $oops %} \\ & 'x'",
        });
        var outcome = await RunAsync(deployment, "simplelist.json");

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
    }

    private static async Task<ExecutionOutcome> RunAsync(LocalDeployment deployment, string file)
    {
        using var dynamoDb = deployment.Cloud.DynamoDb();
        var elements = await ParallelMapSample.ReadAsync(file, CancellationToken.None);
        await ParallelMapSample.LoadAsync(dynamoDb, deployment.Settings.ParallelMap, elements, CancellationToken.None);
        return await ExecuteAsync(deployment);
    }

    private static async Task<ExecutionOutcome> RunAsync(LocalDeployment deployment, Dictionary<string, AttributeValue>? item)
    {
        if (item is not null)
        {
            using var dynamoDb = deployment.Cloud.DynamoDb();
            await dynamoDb.PutItemAsync(deployment.Settings.ParallelMap.TableName, item);
        }

        return await ExecuteAsync(deployment);
    }

    private static Task<ExecutionOutcome> ExecuteAsync(LocalDeployment deployment) => deployment.ExecuteAsync(
        deployment.Stack.Workflows["parallel-map"]["StateMachineArn"], JsonElement.Parse("{}"), "test", CancellationToken.None);

    private static Dictionary<string, AttributeValue> Item() => new() { ["mapstatelist"] = new() { S = "mapitems" } };

    private static Dictionary<string, AttributeValue> ListOf(AttributeValue values) => new(Item()) { ["values"] = values };

    private static IEnumerable<double> CallTimes(ExecutionOutcome outcome) => outcome.History
        .Where(happened => happened.Details is TaskScheduledEventDetails { ResourceType: "lambda" })
        .Select(happened => (happened.Timestamp - outcome.StartTime).TotalSeconds);

    private static IEnumerable<string> Logged(LocalDeployment deployment) => deployment.Cloud.Logs
        .Lines($"/aws/lambda/{deployment.Stack.Workflows["parallel-map"]["FunctionName"]}")
        .Select(line => JsonElement.Parse(line))
        .Where(line => line.TryGetProperty("element", out _))
        .Select(line => line.GetProperty("element").GetRawText());
}
