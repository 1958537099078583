using System.Text.Json;
using System.Text.RegularExpressions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.Workflows;

/// <summary>The tables of stream-aggregator in memory, with the update expressions that it uses.</summary>
internal sealed partial class FakeTables
{
    private const int MostOfPage = 100;

    /// <summary>The locations by task.</summary>
    public Dictionary<string, string[]> Locations { get; } = [];

    /// <summary>The attributes of each task by its key, <c>task_id created_at</c>.</summary>
    public Dictionary<string, SortedDictionary<string, JsonElement>> Tasks { get; } = [];

    /// <summary>The record of a task in one line, its types left out.</summary>
    public string Record(string key) => string.Join(' ', Tasks[key].Select(attribute =>
        $"{attribute.Key}={(attribute.Value.TryGetProperty("L", out var list) ? list.GetRawText() : attribute.Value.EnumerateObject().Single().Value.ToString())}"));

    public object Query(JsonElement arguments)
    {
        Assert.That(arguments.GetProperty("KeyConditionExpression").GetString(), Is.EqualTo("task_id = :task"));
        var task = arguments.GetProperty("ExpressionAttributeValues").GetProperty(":task").GetProperty("S").GetString()!;
        var all = Locations.GetValueOrDefault(task) ?? [];
        var after = arguments.TryGetProperty("ExclusiveStartKey", out var start) ? start.GetProperty("location_id").GetProperty("S").GetString() : null;
        var page = after is null ? all : all[(Array.IndexOf(all, after) + 1)..];
        var limit = Math.Min(MostOfPage, arguments.GetProperty("Limit").GetInt32());
        var items = page.Take(limit).Select(location => new { location_id = new { S = location } }).ToArray();
        return items.Length < limit
            ? new { Items = items, Count = items.Length }
            : new { Items = items, Count = items.Length, LastEvaluatedKey = new { task_id = new { S = task }, items[^1].location_id } };
    }

    public object Update(JsonElement arguments)
    {
        var names = arguments.GetProperty("ExpressionAttributeNames").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
        var values = arguments.GetProperty("ExpressionAttributeValues").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.Clone());
        var update = arguments.GetProperty("UpdateExpression").GetString()!;
        var condition = arguments.TryGetProperty("ConditionExpression", out var given) ? given.GetString()! : "";
        Assert.That(Placeholders($"{update} {condition}", '#'), Is.EquivalentTo(names.Keys), "DynamoDB refuses names that are missing or not used.");
        Assert.That(Placeholders($"{update} {condition}", ':'), Is.EquivalentTo(values.Keys), "DynamoDB refuses values that are missing or not used.");

        var item = arguments.GetProperty("Key");
        var key = $"{item.GetProperty("task_id").GetProperty("S")} {item.GetProperty("created_at").GetProperty("S")}";
        var attributes = Tasks.TryGetValue(key, out var found) ? found : Tasks[key] = new(StringComparer.Ordinal);
        if (Assignment().Match(condition) is { Success: true } check
            && attributes.GetValueOrDefault(names[check.Groups[1].Value]).GetRawText() != values[check.Groups[2].Value].GetRawText())
        {
            throw new TaskFailedException("DynamoDB.ConditionalCheckFailedException", "The conditional request failed");
        }

        var parts = update.Split(" REMOVE ");
        foreach (Match assignment in Assignment().Matches(parts[0]))
        {
            attributes[names[assignment.Groups[1].Value]] = values[assignment.Groups[2].Value];
        }

        foreach (var name in parts.Length > 1 ? Placeholders(parts[1], '#') : [])
        {
            attributes.Remove(names[name]);
        }

        return new { };
    }

    private static string[] Placeholders(string expression, char mark) =>
        [.. Regex.Matches(expression, $"{mark}[a-z_]+").Select(match => match.Value).Distinct()];

    [GeneratedRegex("(#[a-z_]+) = (:[a-z_]+)")]
    private static partial Regex Assignment();
}
