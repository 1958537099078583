using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Samples;

namespace Fanout.Local.Runs;

/// <summary>parallel-map, once with each of its lists: the function must have been called once for each element.</summary>
internal sealed class ParallelMapRun : IWorkflowRun
{
    /// <inheritdoc />
    public string Workflow => WorkflowNames.ParallelMap;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunReport> RunAsync(
        LocalDeployment deployment, RunOptions options, IRunProgress progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var dynamoDb = deployment.Cloud.DynamoDb();
        foreach (var file in ParallelMapSample.Files)
        {
            var elements = await ParallelMapSample.ReadAsync(file, cancellation);
            progress.Show(Workflow, file, elements.Count, RunStage.Loading);
            await ParallelMapSample.LoadAsync(dynamoDb, deployment.Settings.ParallelMap, elements, cancellation);
            progress.Show(Workflow, file, elements.Count, RunStage.Running);
            yield return await RunAsync(deployment, file, elements, cancellation);
        }
    }

    private async Task<RunReport> RunAsync(
        LocalDeployment deployment, string file, IReadOnlyList<JsonElement> elements, CancellationToken cancellation)
    {
        var outputs = deployment.Stack.Workflows[Workflow];
        var logGroup = $"/aws/lambda/{outputs["FunctionName"]}";
        var linesBefore = deployment.Cloud.Logs.Lines(logGroup).Count;
        var requestsBefore = deployment.Cloud.Requests.Total;
        var outcome = await deployment.ExecuteAsync(
            outputs["StateMachineArn"], JsonElement.Parse("{}"), $"{Path.GetFileNameWithoutExtension(file)}-{Guid.NewGuid()}", cancellation);
        var logged = deployment.Cloud.Logs.Lines(logGroup).Skip(linesBefore).ToArray();
        return new RunReport(
            Workflow,
            file,
            outcome,
            elements.Count,
            $"{logged.Length} lines to {logGroup}",
            deployment.Cloud.Requests.Since(requestsBefore),
            outcome.Status == ExecutionStatus.Succeeded
                ? [.. Check(deployment.Settings.ParallelMap, elements, logged, outcome.Output!.Value)]
                : []);
    }

    private static IEnumerable<string> Check(
        ParallelMapSettings settings, IReadOnlyList<JsonElement> elements, string[] logged, JsonElement output)
    {
        var expected = Texts(elements.Select(element => JsonNode.Parse(element.GetRawText())));
        var received = Texts(logged.Select(line => AttributeValue.ToPlain(JsonElement.Parse(line).GetProperty("element"))));
        if (settings.MaxConcurrency == 1 && !received.SequenceEqual(expected))
        {
            yield return $"the function received {Join(received)}; expected, in this order, {Join(expected)}";
        }
        else if (!received.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal)))
        {
            yield return $"the function received {Join(received)}; expected, in any order, {Join(expected)}";
        }

        var returned = Texts(output.EnumerateArray().Select(AttributeValue.ToPlain));
        if (!returned.SequenceEqual(expected))
        {
            yield return $"the execution's output is {Join(returned)}; expected {Join(expected)}";
        }
    }

    // Members of an object have no order.
    private static string[] Texts(IEnumerable<JsonNode?> values) => [.. values.Select(value => Sorted(value)?.ToJsonString() ?? "null")];

    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Sorted)]),
        _ => value?.DeepClone(),
    };

    private static string Join(string[] texts) => $"[{string.Join(", ", texts)}]";
}
