using System.Text.Json.Nodes;
using Fanout.Local.Iam;
using Fanout.Local.Stacks.Provisioning;

namespace Fanout.Tests.EndToEnd;

/// <summary>Changes of policies before they are registered.</summary>
internal static class Amendments
{
    public const string RolePolicy = "aws:iam/rolePolicy:RolePolicy";

    /// <summary>Takes actions and resources from the statements that have them.</summary>
    public static Func<CloudResource, CloudResource> Without(IReadOnlyCollection<UnusedPermission> permissions) => OfPolicies((policy, statements) =>
    {
        foreach (var permission in permissions.Where(permission => permission.Role == policy.Text("role") && permission.Policy == policy.Name))
        {
            var statement = statements[permission.Number - 1]!;
            Remove(statement["Action"]!.AsArray(), permission.Action);
            Remove(statement["Resource"]!.AsArray(), permission.Resource);
        }
        statements.RemoveAll(statement => statement!["Action"]!.AsArray().Count == 0);
    });

    /// <summary>Gives a role one action more, on anything.</summary>
    public static Func<CloudResource, CloudResource> With(string role, string sid, string action) => OfPolicies((policy, statements) =>
    {
        if (policy.Text("role") == role)
        {
            statements.Add(new JsonObject { ["Sid"] = sid, ["Effect"] = "Allow", ["Action"] = action, ["Resource"] = "*" });
        }
    });

    /// <summary>Has the permission of a function be for another action.</summary>
    public static CloudResource WithoutInvocation(CloudResource resource) => resource.Type == "aws:lambda/permission:Permission"
        ? resource with { Inputs = resource.Inputs.SetItem("action", "lambda:GetFunction") }
        : resource;

    private static Func<CloudResource, CloudResource> OfPolicies(Action<CloudResource, JsonArray> change) => resource =>
    {
        if (resource.Type != RolePolicy)
        {
            return resource;
        }
        var policy = JsonNode.Parse(resource.RequiredText("policy"))!;
        change(resource, policy["Statement"]!.AsArray());
        return resource with { Inputs = resource.Inputs.SetItem("policy", policy.ToJsonString()) };
    };

    private static void Remove(JsonArray texts, string? removed) => texts.RemoveAll(text => text!.GetValue<string>() == removed);
}
