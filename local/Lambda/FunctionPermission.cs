using System.IO.Enumeration;
using Fanout.Local.Cloud;

namespace Fanout.Local.Lambda;

/// <summary>A statement of a function's resource-based policy ("AddPermission", Lambda API reference).</summary>
/// <param name="StatementId">Its id, one of its own in the function's policy.</param>
/// <param name="Action">The action, such as <c>lambda:InvokeFunction</c>.</param>
/// <param name="Principal">The service or account that may act.</param>
/// <param name="SourceArn">The resource for which a service may act, <c>*</c> and <c>?</c> standing for any; null for all.</param>
/// <param name="SourceAccount">The account whose resource it must be; null for any.</param>
public sealed record FunctionPermission(string StatementId, string Action, string Principal, string? SourceArn, string? SourceAccount)
{
    /// <summary>Reads the inputs of <c>aws:lambda/permission:Permission</c>.</summary>
    public static FunctionPermission Of(CloudResource resource) => new(
        resource.Name,
        resource.RequiredText("action"),
        resource.RequiredText("principal"),
        resource.Text("sourceArn"),
        resource.Text("sourceAccount"));

    /// <summary>Whether a service may invoke the function for a resource of the account.</summary>
    /// <param name="service">The service, such as <c>s3.amazonaws.com</c>.</param>
    /// <param name="sourceArn">The resource.</param>
    public bool AllowsInvocation(string service, string sourceArn) =>
        Action is "lambda:InvokeFunction" or "lambda:*" or "*"
        && (Principal == service || Principal == "*")
        && (SourceArn is null || FileSystemName.MatchesSimpleExpression(SourceArn, sourceArn, ignoreCase: false))
        && SourceAccount is null or AwsAccount.Id;
}
