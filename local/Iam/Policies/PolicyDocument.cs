using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Fanout.Local.Iam.Policies;

/// <summary>A policy as it is evaluated ("IAM JSON policy elements reference").</summary>
/// <param name="Statements">Its statements, in their order.</param>
public sealed record PolicyDocument(ImmutableArray<PolicyStatement> Statements)
{
    /// <summary>Reads a policy.</summary>
    /// <param name="json">The policy as it was registered.</param>
    /// <param name="kind">What it is attached to.</param>
    /// <param name="owner">The role's name, or the resource's ARN.</param>
    /// <param name="name">The policy's name.</param>
    /// <exception cref="LocalException">It holds something that is wrong, or that is not evaluated here.</exception>
    public static PolicyDocument Parse(string json, PolicyKind kind, string owner, string name) =>
        new PolicyReader(kind, owner, name).Read(json);

    /// <summary>The statement that AddPermission adds to a function's policy ("AddPermission", AWS Lambda API Reference).</summary>
    /// <param name="statementId">The statement's id.</param>
    /// <param name="functionArn">The function, with its qualifier where the permission is given for one.</param>
    /// <param name="action">The action, such as <c>lambda:InvokeFunction</c>.</param>
    /// <param name="principal">A service's principal, or a role's ARN.</param>
    /// <param name="sourceArn">The resource for which a service may act; null for any.</param>
    /// <param name="sourceAccount">The account for which it may; null for any.</param>
    public static string OfPermission(
        string statementId, string functionArn, string action, string principal, string? sourceArn, string? sourceAccount)
    {
        var conditions = new JsonObject();
        if (sourceAccount is not null)
        {
            conditions["StringEquals"] = new JsonObject { ["AWS:SourceAccount"] = sourceAccount };
        }
        if (sourceArn is not null)
        {
            conditions["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = sourceArn };
        }
        var isService = principal.EndsWith(".amazonaws.com", StringComparison.Ordinal);
        var statement = new JsonObject
        {
            ["Sid"] = statementId,
            ["Effect"] = "Allow",
            ["Principal"] = principal == "*" ? "*" : new JsonObject { [isService ? "Service" : "AWS"] = principal },
            ["Action"] = action,
            ["Resource"] = functionArn,
        };
        if (conditions.Count > 0)
        {
            statement["Condition"] = conditions;
        }
        return new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) }.ToJsonString();
    }
}
