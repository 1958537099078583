using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Messaging;

/// <summary>
/// What AddPermission makes of a policy, and RemovePermission takes away: a statement whose Sid is the label ("AddPermission",
/// Amazon SQS and Amazon SNS API Reference).
/// </summary>
internal static class PermissionStatement
{
    private const string Statements = "Statement";

    /// <summary>Whether a policy has a statement of a label.</summary>
    public static bool IsIn(string? policy, string label) => In(policy).Any(statement => IsOf(statement, label));

    /// <summary>A policy with a statement more.</summary>
    /// <param name="policy">The policy before; null where there is none.</param>
    /// <param name="label">The statement's Sid.</param>
    /// <param name="accounts">The accounts that it allows.</param>
    /// <param name="actions">The actions, with the service before them.</param>
    /// <param name="resource">The queue or topic.</param>
    /// <param name="id">The id of a policy that is made for it.</param>
    public static string Added(
        string? policy, string label, IEnumerable<string> accounts, IEnumerable<string> actions, string resource, string id)
    {
        var document = policy is { Length: > 0 } ? JsonNode.Parse(policy)!.AsObject() : new JsonObject { ["Version"] = "2012-10-17", ["Id"] = id };
        document[Statements] = new JsonArray(
        [
            .. In(policy).Select(statement => statement.DeepClone()),
            new JsonObject
            {
                ["Sid"] = label,
                ["Effect"] = "Allow",
                ["Principal"] = new JsonObject { ["AWS"] = OneOrMany(accounts.Select(account => $"arn:aws:iam::{account}:root")) },
                ["Action"] = OneOrMany(actions),
                ["Resource"] = resource,
            },
        ]);
        return document.ToJsonString(CompactJson.Options);
    }

    /// <summary>A policy without a statement; empty where no other is left.</summary>
    public static string Removed(string policy, string label)
    {
        var document = JsonNode.Parse(policy)!.AsObject();
        var others = In(policy).Where(statement => !IsOf(statement, label)).Select(statement => statement.DeepClone()).ToArray();
        document[Statements] = new JsonArray(others);
        return others.Length == 0 ? "" : document.ToJsonString(CompactJson.Options);
    }

    // One statement needs no list.
    private static IEnumerable<JsonNode> In(string? policy) => policy is not { Length: > 0 } ? []
        : JsonNode.Parse(policy)![Statements] is JsonArray list ? list.OfType<JsonNode>()
        : JsonNode.Parse(policy)![Statements] is { } one ? [one]
        : [];

    private static bool IsOf(JsonNode statement, string label) => (string?)statement["Sid"] == label;

    private static JsonNode OneOrMany(IEnumerable<string> texts) => texts.ToArray() is [var one] ? one : new JsonArray([.. texts.Select(text => (JsonNode)text)]);
}
