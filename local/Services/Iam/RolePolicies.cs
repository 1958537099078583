using Fanout.Local.Aws;
using Fanout.Local.Iam;

namespace Fanout.Local.Services.Iam;

/// <summary>
/// Operations of IAM that change what roles may do: the emulator keeps roles and policies, and what it accepts decides here
/// ("AWS Identity and Access Management API Reference"). What is not evaluated here is refused, keys of users too.
/// </summary>
/// <param name="authorizer">The policies by which calls are decided.</param>
internal sealed class RolePolicies(Authorizer authorizer) : IService
{
    private static readonly string[] NotEvaluated =
        ["AttachRolePolicy", "CreateAccessKey", "AttachUserPolicy", "AttachGroupPolicy", "PutUserPolicy", "PutGroupPolicy", "PutRolePermissionsBoundary"];

    private readonly Dictionary<string, Action<IReadOnlyDictionary<string, string>>> _operations = new()
    {
        ["CreateRole"] = form => authorizer.AddRole(AwsAccount.IamArn($"role/{form["RoleName"]}"), form["AssumeRolePolicyDocument"]),
        ["UpdateAssumeRolePolicy"] = form => authorizer.AddRole(AwsAccount.IamArn($"role/{form["RoleName"]}"), form["PolicyDocument"]),
        ["DeleteRole"] = form => authorizer.RemoveRole(form["RoleName"]),
        ["PutRolePolicy"] = form => authorizer.AddIdentityPolicy(form["RoleName"], form["PolicyName"], form["PolicyDocument"]),
        ["DeleteRolePolicy"] = form => authorizer.RemoveIdentityPolicy(form["RoleName"], form["PolicyName"]),
    };

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "iam" && (_operations.ContainsKey(request.Operation) || NotEvaluated.Contains(request.Operation));

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        if (!_operations.TryGetValue(call.Request.Operation, out var tell))
        {
            return ErrorAnswer.Query(
                400, "InvalidInput", $"The local cloud does not evaluate what {call.Request.Operation} gives; it evaluates the inline policies of roles (PutRolePolicy).");
        }

        var answer = await call.ForwardAsync();
        if (!answer.IsSuccess)
        {
            return answer;
        }

        try
        {
            tell(call.Request.Form);
            return answer;
        }
        catch (LocalException refusal)
        {
            return ErrorAnswer.Query(400, "MalformedPolicyDocument", refusal.Message);
        }
    }
}
