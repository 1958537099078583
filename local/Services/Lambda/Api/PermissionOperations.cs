using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Integrations;

namespace Fanout.Local.Services.Lambda.Api;

/// <summary>The operations on the policies of functions.</summary>
/// <param name="lambda">The functions.</param>
/// <param name="policies">Their policies.</param>
internal sealed partial class PermissionOperations(LambdaService lambda, FunctionPolicies policies)
{
    private const int LongestId = 100;

    private static readonly string[] Known = ["Action", "Principal", "RevisionId", "SourceAccount", "SourceArn", "StatementId"];

    public AwsAnswer Add(FunctionCall request)
    {
        lambda.Configuration(request.Qualified);
        var members = request.Members;
        if (members.Beside(Known).FirstOrDefault() is { } other)
        {
            throw new ServiceException(FunctionRequest.Invalid, $"{other} is not supported by the local cloud; leave it out.");
        }

        CheckRevision(request, members.Text("RevisionId"));
        var statement = policies.Add(
            request.Arn,
            request.Qualified,
            members.RequiredText("StatementId", StatementId(), 1, LongestId),
            members.RequiredText("Action", Action()),
            members.RequiredText("Principal", Principal()),
            members.Text("SourceArn", SourceArn()),
            members.Text("SourceAccount", Account()));
        return RestOperation.Result(new JsonObject { ["Statement"] = Text(statement) }, statusCode: 201);
    }

    public AwsAnswer Remove(FunctionCall request)
    {
        lambda.Configuration(request.Qualified);
        CheckRevision(request, request.Call.Query("RevisionId"));
        var id = request.Parameter("StatementId");
        return policies.Remove(request.Arn, request.Qualified, id)
            ? RestOperation.Nothing
            : throw new LambdaException("ResourceNotFoundException", 404, $"Statement {id} is not found in resource policy.");
    }

    public AwsAnswer Get(FunctionCall request)
    {
        lambda.Configuration(request.Qualified);
        return Policy(request) is { } policy
            ? RestOperation.Result(new JsonObject { ["Policy"] = policy, ["RevisionId"] = RevisionOf(policy) })
            : throw new LambdaException("ResourceNotFoundException", 404, "The resource you requested does not exist.");
    }

    private string? Policy(FunctionCall request) => policies.Find(request.Arn, request.Qualified) is { } policy ? Text(policy) : null;

    private void CheckRevision(FunctionCall request, string? revision)
    {
        if (revision is not null && (Policy(request) is not { } policy || RevisionOf(policy) != revision))
        {
            throw new ServiceException(
                "PreconditionFailedException",
                "The RevisionId provided does not match the latest RevisionId. Call the GetPolicy API to retrieve the latest RevisionId",
                412);
        }
    }

    private static string RevisionOf(string policy) => $"{AwsAccount.GeneratedId(policy)}";

    private static string Text(JsonObject json) => json.ToJsonString(CompactJson.Options);

    [GeneratedRegex(@"\A([a-zA-Z0-9-_]+)\z")]
    private static partial Regex StatementId();

    [GeneratedRegex(@"\A(lambda:[*]|lambda:[a-zA-Z]+|[*])\z")]
    private static partial Regex Action();

    [GeneratedRegex(@"\A[^\s]+\z")]
    private static partial Regex Principal();

    [GeneratedRegex(@"\Aarn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:([a-z]{2}(-gov)?-[a-z]+-\d{1})?:(\d{12})?:(.*)\z")]
    private static partial Regex SourceArn();

    [GeneratedRegex(@"\A\d{12}\z")]
    private static partial Regex Account();
}
