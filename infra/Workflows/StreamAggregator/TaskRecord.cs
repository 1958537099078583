using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>
/// The record of a task, an item of the tasks' table. The variable <c>task</c> holds its key, and <c>gathered</c> what
/// data extraction gave. It belongs to the execution that began last: what another one would write is refused.
/// </summary>
/// <param name="table">The table's name.</param>
internal sealed class TaskRecord(string table)
{
    private const string Status = "status";
    private const string Execution = "execution_arn";

    private static readonly string[] Results =
        [
            "ended_at", "file", "row_count", "location_count", "missing_row_count", "rejected_row_count", "incomplete_locations",
            "failed_location_count", "failed_locations", "error",
        ];

    /// <summary>Marks the task as this execution's own, running, with nothing left of an earlier one.</summary>
    public TaskState Begin(string next) => Update(
        new()
        {
            [Status] = Text("RUNNING"),
            ["started_at"] = Text(Jsonata.Of("$states.context.Execution.StartTime")),
            [Execution] = Text(Jsonata.Of("$states.context.Execution.Id")),
        },
        Results,
        isOwn: false) with
    { Next = next };

    /// <summary>Notes what was gathered, before a file is made of it.</summary>
    public TaskState NoteGathered(string next, IReadOnlyList<Catcher> onFailure) =>
        Update(Gathered(), [], isOwn: true) with { Catch = onFailure, Next = next };

    /// <summary>Ends the task.</summary>
    /// <param name="status">SUCCEEDED, NO_DATA or FAILED.</param>
    /// <param name="details">The other attributes that are set.</param>
    /// <param name="onFailure">Where to go on where the record cannot be written.</param>
    public TaskState End(string status, IEnumerable<KeyValuePair<string, JsonNode>> details, IReadOnlyList<Catcher> onFailure)
    {
        var attributes = Gathered();
        attributes.Add(Status, Text(status));
        attributes.Add("ended_at", Text(Jsonata.Of("$states.context.State.EnteredTime")));
        foreach (var (name, value) in details)
        {
            attributes.Add(name, value);
        }

        return Update(attributes, [], isOwn: true) with { Catch = onFailure };
    }

    /// <summary>A text as an attribute's value.</summary>
    public static JsonObject Text(string value) => new() { ["S"] = value };

    /// <summary>A number as an attribute's value.</summary>
    /// <param name="number">An expression.</param>
    public static JsonObject Number(string number) => new() { ["N"] = Jsonata.Of($"$string({number})") };

    private static OrderedDictionary<string, JsonNode> Gathered() => new()
    {
        ["location_count"] = Number("$gathered.locations"),
        ["missing_row_count"] = Number("$gathered.incomplete.missing"),
        ["rejected_row_count"] = Number("$gathered.incomplete.rejected"),
        ["incomplete_locations"] = new JsonObject
        {
            ["L"] = Jsonata.Of("[$gathered.incomplete.locations.{'M': {'location_id': {'S': location_id}, 'reason': {'S': reason}}}]"),
        },
        ["failed_location_count"] = Number("$gathered.failed.count"),
        ["failed_locations"] = new JsonObject
        {
            ["L"] = Jsonata.Of("[$gathered.failed.locations.{'M': {'location_id': {'S': location_id}, 'error': {'S': error}}}]"),
        },
    };

    // One list makes the expression, the names and the values: they cannot disagree.
    private TaskState Update(OrderedDictionary<string, JsonNode> set, string[] remove, bool isOwn)
    {
        var values = new JsonObject(set.Select(attribute => KeyValuePair.Create($":{attribute.Key}", (JsonNode?)attribute.Value)));
        var names = set.Keys.Concat(remove).ToHashSet();
        var arguments = new JsonObject
        {
            ["TableName"] = table,
            ["Key"] = new JsonObject
            {
                [TableKeys.TaskId] = Text(Jsonata.Of("$task.task_id")),
                [TableKeys.CreatedAt] = Text(Jsonata.Of("$task.task_sort_key")),
            },
            ["UpdateExpression"] = $"SET {string.Join(", ", set.Keys.Select(name => $"#{name} = :{name}"))}"
                + (remove.Length > 0 ? $" REMOVE {string.Join(", ", remove.Select(name => $"#{name}"))}" : ""),
        };
        if (isOwn)
        {
            names.Add(Execution);
            values[$":{Execution}"] = Text(Jsonata.Of("$states.context.Execution.Id"));
            arguments["ConditionExpression"] = $"#{Execution} = :{Execution}";
        }

        arguments["ExpressionAttributeNames"] = new JsonObject(names.Select(name => KeyValuePair.Create($"#{name}", (JsonNode?)name)));
        arguments["ExpressionAttributeValues"] = values;
        return new TaskState
        {
            Resource = Integration.DynamoDbUpdateItem,
            Arguments = arguments,

            // A record that is another execution's stays so.
            Retry = [new Retrier(ErrorName.ConditionalCheckFailed) { MaxAttempts = 0 }, Payload.Retry],
            Output = Jsonata.Of("$states.input"),
        };
    }
}
