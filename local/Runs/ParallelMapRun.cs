using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Fanout.Infra.Settings;
using Fanout.Local.Cost;
using Fanout.Local.Runs.Access;
using Fanout.Samples;

namespace Fanout.Local.Runs;

/// <summary>parallel-map, once with each of its lists: the function must have been called once for each element.</summary>
internal sealed class ParallelMapRun : IWorkflowRun
{
    private const int TransitionsOfList = 9;

    // Clocks of services differ.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public string Workflow => WorkflowNames.ParallelMap;

    /// <inheritdoc />
    public RunPlan Plan(RunTarget target, RunOptions options) => new(
        $"puts the item {target.Mark} into {target.Outputs["TableName"]}; {ParallelMapSample.Files.Count} executions, a call of {target.Outputs["FunctionName"]} for each element",
        ParallelMapSample.Files.Count * TransitionsOfList * Prices.StandardTransition.Dollars);

    /// <inheritdoc />
    public async IAsyncEnumerable<RunReport> RunAsync(
        RunTarget target, RunOptions options, IRunProgress progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (dynamoDb, settings) = (target.Aws.DynamoDb, target.Settings.ParallelMap with { TableName = target.Outputs["TableName"] });
        if (target.Mark is { } mark)
        {
            settings = settings with { PartitionKeyValue = mark };
            target.Cleanup.Add(
                $"The item {mark} of {settings.TableName}",
                token => dynamoDb.DeleteItemAsync(
                    settings.TableName, new() { [settings.PartitionKeyName] = new AttributeValue(mark) }, token));
        }

        var seen = new HashSet<string>();
        await foreach (var (name, elements) in ListsAsync(options, cancellation))
        {
            progress.Show(Workflow, name, elements.Count, RunStage.Loading);
            await ParallelMapSample.LoadAsync(dynamoDb, settings, elements, cancellation);
            progress.Show(Workflow, name, elements.Count, RunStage.Running);
            yield return await RunAsync(target, name, elements, seen, cancellation);
        }
    }

    private static async IAsyncEnumerable<(string Name, IReadOnlyList<JsonElement> Elements)> ListsAsync(
        RunOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (options is { Folder: null, Elements: { } count })
        {
            yield return ($"{count} elements", ParallelMapSample.Generate(count));
            yield break;
        }

        foreach (var path in options.Folder is { } folder ? DataFolder.Files(folder, ".json") : ParallelMapSample.Files)
        {
            yield return (Path.GetFileName(path), await ParallelMapSample.ReadAsync(path, cancellation));
        }
    }

    private async Task<RunReport> RunAsync(
        RunTarget target, string list, IReadOnlyList<JsonElement> elements, HashSet<string> seen, CancellationToken cancellation)
    {
        var logGroup = $"/aws/lambda/{target.Outputs["FunctionName"]}";
        var execution = await target.Executions.RunAsync(
            target.Outputs["StateMachineArn"],
            target.Mark is { } item ? new { item } : new { },
            $"{target.Name}-{Path.GetFileNameWithoutExtension(list).Replace(' ', '-')}",
            cancellation);
        var logged = await target.Pace.UntilSeenAsync(
            () => LoggedAsync(target.Aws, logGroup, execution, seen, cancellation), lines => lines.Count >= elements.Count, cancellation);
        seen.UnionWith(logged.Select(line => line.Id));
        return new RunReport(
            Workflow,
            list,
            execution,
            elements.Count,
            $"{logged.Count} lines to {logGroup}",
            execution.Succeeded ? [.. Check(target, elements, [.. logged.Select(line => line.Element)], execution.Output!.Value)]
            : ParallelMapSample.TimeProblem(target.Settings.ParallelMap, elements.Count) is { } problem ? [problem] : []);
    }

    // What the function logged since the execution started, but for what was seen; where others call it too, theirs is among it.
    private static async Task<IReadOnlyList<(string Id, JsonElement Element)>> LoggedAsync(
        AwsAccess aws, string logGroup, ExecutionResult execution, HashSet<string> seen, CancellationToken cancellation)
    {
        var elements = new List<(string, JsonElement)>();
        string? nextToken = null;
        do
        {
            var page = await aws.LogsAsync(
                "FilterLogEvents",
                new Dictionary<string, object>
                {
                    ["logGroupName"] = logGroup,
                    ["startTime"] = (execution.Start - Slack).ToUnixTimeMilliseconds(),
                }.Concat(nextToken is null ? [] : [KeyValuePair.Create("nextToken", (object)nextToken)]).ToDictionary(),
                cancellation);
            elements.AddRange(
                from item in page.GetProperty("events").EnumerateArray()
                let id = $"{item.GetProperty("logStreamName")} {item.GetProperty("eventId")}"
                let element = ElementOf(item.GetProperty("message").GetString()!)
                where element is not null && !seen.Contains(id)
                select (id, element.Value));
            nextToken = page.TryGetProperty("nextToken", out var next) ? next.GetString() : null;
        }
        while (nextToken is not null);
        return elements;
    }

    // Lambda itself logs too, when a call starts and ends.
    private static JsonElement? ElementOf(string line)
    {
        try
        {
            var entry = JsonElement.Parse(line);
            return entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("element", out var element) ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Check(
        RunTarget target, IReadOnlyList<JsonElement> elements, IReadOnlyList<JsonElement> logged, JsonElement output)
    {
        var expected = Texts(elements.Select(AttributeValues.Kept));
        var received = Texts(logged.Select(AttributeValues.ToPlain));
        if (target.Mark is not null)
        {
            var missing = expected.ToList();
            missing.RemoveAll(received.Contains);
            if (missing.Count > 0)
            {
                yield return $"the function did not receive {Join([.. missing])}";
            }
        }
        else if (target.Settings.ParallelMap.MaxConcurrency == 1 && !received.SequenceEqual(expected))
        {
            yield return $"the function received {Join(received)}; expected, in this order, {Join(expected)}";
        }
        else if (!received.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal)))
        {
            yield return $"the function received {Join(received)}; expected, in any order, {Join(expected)}";
        }

        var returned = Texts(output.EnumerateArray().Select(AttributeValues.ToPlain));
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
