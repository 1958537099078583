using System.Text.Json.Nodes;
using Fanout.Local.Stacks;

namespace Fanout.Local.Checks;

/// <summary>A statement of a policy, as far as rules look at it.</summary>
/// <param name="Label">Its Sid, or its place in the policy.</param>
/// <param name="Json">The statement.</param>
internal sealed record PolicyStatement(string Label, JsonObject Json)
{
    private static readonly Dictionary<string, string> PolicyInputs = new()
    {
        [AwsType.BucketPolicy] = "policy",
        [AwsType.TopicPolicy] = "policy",
        [AwsType.QueuePolicy] = "policy",
        [AwsType.RolePolicy] = "policy",
        [AwsType.Role] = "assumeRolePolicy",
    };

    /// <summary>Whether it allows; else it denies.</summary>
    public bool Allows => Json["Effect"]!.GetValue<string>() == "Allow";

    /// <summary>Whether everybody is meant.</summary>
    public bool MeansEverybody => Json["Principal"] is JsonValue || Texts(Json.At("Principal.AWS")).Contains("*");

    /// <summary>The services that are meant.</summary>
    public IReadOnlyList<string> Services => Texts(Json.At("Principal.Service"));

    /// <summary>The actions.</summary>
    public IReadOnlyList<string> Actions => Texts(Json["Action"]);

    /// <summary>The resources.</summary>
    public IReadOnlyList<string> Resources => Texts(Json["Resource"]);

    /// <summary>The statements of a resource's policy; none where the type has no policy.</summary>
    public static IEnumerable<PolicyStatement> Of(StackResource resource)
    {
        if (!PolicyInputs.TryGetValue(resource.Type, out var input))
        {
            return [];
        }

        var statements = JsonNode.Parse(resource.Text(input)!)!["Statement"];
        return (statements as JsonArray ?? [statements!.DeepClone()]).Select((statement, place) =>
            new PolicyStatement((string?)statement!["Sid"] ?? $"statement {place + 1}", statement.AsObject()));
    }

    /// <summary>The values that the condition gives a key, whatever the operator; none where it does not name it.</summary>
    public IReadOnlyList<string> ConditionOn(string key) =>
    [
        .. (Json["Condition"] as JsonObject ?? [])
            .SelectMany(test => test.Value!.AsObject())
            .Where(test => string.Equals(test.Key, key, StringComparison.OrdinalIgnoreCase))
            .SelectMany(test => Texts(test.Value)),
    ];

    private static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        null => [],
        JsonArray texts => [.. texts.Select(text => text!.GetValue<string>())],
        _ => [node.GetValue<string>()],
    };
}
