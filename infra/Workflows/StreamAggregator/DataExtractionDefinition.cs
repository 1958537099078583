using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>
/// Data extraction: gathers the records of all locations of a task, <c>{task_id, folder, run}</c>, as parts of the run below the folder.
/// Output <c>{locations, rows, parts, incomplete: {count, missing, rejected, locations: [{location_id, reason}]}, failed:
/// {count, locations: [{location_id, error}]}}</c>: a location that lacks records, or fails, is counted, and named as long
/// as the names fit.
/// </summary>
public static class DataExtractionDefinition
{
    /// <summary>The Map Run over the locations of a page.</summary>
    public const string LocationsLabel = "Locations";

    /// <summary>An expression for what is gathered of nothing.</summary>
    internal const string Nothing = "{'locations': 0, 'rows': 0, 'parts': 0, 'incomplete': {'count': 0, 'missing': 0, 'rejected': 0, 'locations': []}, 'failed': {'count': 0, 'locations': []}}";

    // Each key has up to 1,024 bytes, and what is told of each location that failed up to 2,000: both fit one payload.
    private const int LocationsOfPage = 100;

    // As attributes of an item they take twice as much in a payload, and an item has at most 400 KB.
    private const int BytesOfLocations = 30_000;
    private const string QueryLocations = "Query locations";
    private const string QueryMoreLocations = "Query more locations";
    private const string ForEachLocation = "For each location";
    private const string MoreLocations = "More locations?";
    private const string Done = "Done";

    /// <summary>Builds the definition.</summary>
    /// <param name="settings">The workflow's settings.</param>
    /// <param name="resources">What the machine works with.</param>
    public static StateMachineDefinition Create(StreamAggregatorSettings settings, DataExtractionResources resources) => new()
    {
        Comment = "Gathers the failed and rejected records of all locations of a task, page by page",
        StartAt = QueryLocations,
        States =
        {
            [QueryLocations] = Query(resources.LocationsTable, Jsonata.Of(Nothing), []),
            [ForEachLocation] = new MapState
            {
                Label = LocationsLabel,
                Items = Jsonata.Of("$states.input.locations"),
                ItemSelector = new JsonObject
                {
                    ["location_id"] = Jsonata.Of("$states.context.Map.Item.Value"),
                    ["segment"] = Jsonata.Of("$encodeUrlComponent($states.context.Map.Item.Value)"),
                    ["folder"] = Jsonata.Of("$states.context.Execution.Input.folder"),
                    ["run"] = Jsonata.Of("$states.context.Execution.Input.run"),
                },
                MaxConcurrency = settings.LocationConcurrency,
                ItemProcessor = LocationProcessor.Create(settings, resources),
                Assign = new JsonObject { ["gathered"] = Jsonata.Of(Sum) },
                Output = Jsonata.Of("$states.input"),
                Next = MoreLocations,
            },
            [MoreLocations] = new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of("$exists($states.input.next)"), QueryMoreLocations)],
                Default = Done,
            },
            [QueryMoreLocations] = Query(
                resources.LocationsTable, Jsonata.Of("$gathered"),
                new JsonObject { ["ExclusiveStartKey"] = Jsonata.Of("$states.input.next") }),
            [Done] = new SucceedState { Output = Jsonata.Of("$gathered") },
        },
    };

    private static TaskState Query(string table, string gathered, JsonObject start)
    {
        var arguments = new JsonObject
        {
            ["TableName"] = table,
            ["KeyConditionExpression"] = $"{TableKeys.TaskId} = :task",
            ["ExpressionAttributeValues"] = new JsonObject
            {
                [":task"] = new JsonObject { ["S"] = Jsonata.Of("$states.context.Execution.Input.task_id") },
            },
            ["ProjectionExpression"] = TableKeys.LocationId,
            ["ConsistentRead"] = true,
            ["Limit"] = LocationsOfPage,
        };
        foreach (var (name, value) in start)
        {
            arguments[name] = value!.DeepClone();
        }

        return new TaskState
        {
            Resource = Integration.DynamoDbQuery,
            Arguments = arguments,
            Assign = new JsonObject { ["gathered"] = gathered },
            Output = Jsonata.Of(
                $$"""{'locations': [$states.result.Items.{{TableKeys.LocationId}}.S], 'next': $states.result.LastEvaluatedKey}"""),
            Retry = [Payload.Retry],
            Next = ForEachLocation,
        };
    }

    private static string Sum =>
        $$$"""
        ({{{Payload.DefineBytes}}}
          $failed := $states.result[$exists(error)].{'location_id': location_id, 'error': error};
          $incomplete := $states.result[$exists(reason)].{'location_id': location_id, 'reason': reason};
          {'locations': $gathered.locations + $count($states.input.locations),
           'rows': $gathered.rows + $sum([0, $states.result.rows]),
           'parts': $gathered.parts + $sum([0, $states.result.parts]),
           'incomplete': {
             'count': $gathered.incomplete.count + $count($incomplete),
             'missing': $gathered.incomplete.missing + $sum([0, $states.result.missing]),
             'rejected': $gathered.incomplete.rejected + $sum([0, $states.result.rejected]),
             'locations': {{{Payload.Fitting("$gathered.incomplete.locations, $incomplete", BytesOfLocations)}}}},
           'failed': {
             'count': $gathered.failed.count + $count($failed),
             'locations': {{{Payload.Fitting("$gathered.failed.locations, $failed", BytesOfLocations)}}}}})
        """;
}
