using System.Text.Json.Nodes;
using Fanout.Local.Cloud;

namespace Fanout.Tests.EndToEnd;

/// <summary>Changes of policies before they are registered.</summary>
internal static class Amendments
{
    /// <summary>Takes an action from the statements of a role that allow it.</summary>
    public static Func<CloudResource, CloudResource> Without(string role, string action) => OfPolicy(role, statements =>
    {
        foreach (var statement in statements.ToArray())
        {
            var actions = statement!["Action"]!.AsArray();
            actions.RemoveAll(allowed => allowed!.GetValue<string>() == action);
            if (actions.Count == 0)
            {
                statements.Remove(statement);
            }
        }
    });

    /// <summary>Gives a role one action more, on anything.</summary>
    public static Func<CloudResource, CloudResource> With(string role, string sid, string action) => OfPolicy(role, statements =>
        statements.Add(new JsonObject { ["Sid"] = sid, ["Effect"] = "Allow", ["Action"] = action, ["Resource"] = "*" }));

    /// <summary>Has the permission of a function be for another action.</summary>
    public static CloudResource WithoutInvocation(CloudResource resource) => resource.Type == "aws:lambda/permission:Permission"
        ? resource with { Inputs = resource.Inputs.SetItem("action", "lambda:GetFunction") }
        : resource;

    private static Func<CloudResource, CloudResource> OfPolicy(string role, Action<JsonArray> change) => resource =>
    {
        if (resource.Type != "aws:iam/rolePolicy:RolePolicy" || resource.Text("role") != role)
        {
            return resource;
        }
        var policy = JsonNode.Parse(resource.RequiredText("policy"))!;
        change(policy["Statement"]!.AsArray());
        return resource with { Inputs = resource.Inputs.SetItem("policy", policy.ToJsonString()) };
    };
}
