using System.Collections.Concurrent;
using System.Text.Json;

namespace Fanout.Local.Cloud;

/// <summary>Which services may act for which roles ("How to use trust policies with IAM roles").</summary>
public sealed class TrustPolicies
{
    private readonly ConcurrentDictionary<string, JsonElement> _ofRoles = new();

    /// <summary>Holds the trust policy of a role.</summary>
    /// <exception cref="LocalException">It is not JSON.</exception>
    public void Add(string roleArn, string policy)
    {
        try
        {
            _ofRoles[roleArn] = JsonElement.Parse(policy);
        }
        catch (JsonException problem)
        {
            throw new LocalException($"assumeRolePolicy is not JSON: {problem.Message}", problem);
        }
    }

    /// <summary>Whether a statement lets a service act for a role; conditions are taken as met.</summary>
    public bool Trusts(string roleArn, string service) =>
        _ofRoles.TryGetValue(roleArn, out var policy)
        && policy.TryGetProperty("Statement", out var statements)
        && Elements(statements).Any(statement =>
            statement.GetProperty("Effect").GetString() == "Allow"
            && Texts(statement, "Action").Contains("sts:AssumeRole")
            && statement.TryGetProperty("Principal", out var principal)
            && principal.ValueKind == JsonValueKind.Object
            && Texts(principal, "Service").Contains(service));

    private static IEnumerable<string?> Texts(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var values) ? Elements(values).Select(value => value.GetString()) : [];

    private static JsonElement[] Elements(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
}
