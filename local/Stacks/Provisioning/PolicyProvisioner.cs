using Fanout.Local.Aws;
using Fanout.Local.Iam;

namespace Fanout.Local.Stacks.Provisioning;

/// <summary>Registers the policies among the program's resources.</summary>
/// <param name="authorizer">Where they are registered.</param>
/// <param name="account">The account.</param>
/// <param name="functions">The policies of functions; its own by default.</param>
public sealed class PolicyProvisioner(Authorizer authorizer, AwsAccount account, FunctionPolicies? functions = null)
{
    private const string Iam = "aws:iam/";

    private static readonly string[] Supported = ["aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"];

    private readonly FunctionPolicies _functions = functions ?? new FunctionPolicies(authorizer);

    /// <summary>Registers what a resource says of permissions; nothing where it says nothing.</summary>
    /// <exception cref="LocalException">A policy is refused, or permissions are given in a way that is not evaluated here.</exception>
    public void Register(CloudResource resource)
    {
        switch (resource.Type)
        {
            case "aws:iam/role:Role":
                authorizer.AddRole(resource.Arn, resource.RequiredText("assumeRolePolicy"));
                break;
            case "aws:iam/rolePolicy:RolePolicy":
                authorizer.AddIdentityPolicy(resource.RequiredText("role"), resource.Name, Policy(resource));
                break;
            case "aws:lambda/permission:Permission":
                AddPermission(resource);
                break;
            case "aws:s3/bucketPolicy:BucketPolicy":
                authorizer.SetResourcePolicy(AwsAccount.S3Arn(resource.RequiredText("bucket")), Policy(resource));
                break;
            case "aws:secretsmanager/secretPolicy:SecretPolicy":
                authorizer.SetResourcePolicy(resource.RequiredText("secretArn"), Policy(resource));
                break;
            case "aws:sns/topicPolicy:TopicPolicy":
                authorizer.SetResourcePolicy(resource.RequiredText("arn"), Policy(resource));
                break;
            case "aws:sqs/queuePolicy:QueuePolicy":
                var queue = resource.RequiredText("queueUrl");
                authorizer.SetResourcePolicy(account.Arn("sqs", queue[(queue.LastIndexOf('/') + 1)..]), Policy(resource));
                break;
            case var type when type.StartsWith(Iam, StringComparison.Ordinal):
                throw new LocalException(
                    $"{type} {resource.Name}: the local cloud does not evaluate it; it evaluates {string.Join(" and ", Supported)}.");
        }
    }

    private static string Policy(CloudResource resource) => resource.RequiredText("policy");

    private void AddPermission(CloudResource resource)
    {
        var function = resource.RequiredText("function");
        var arn = function.StartsWith("arn:", StringComparison.Ordinal) ? function : account.Arn("lambda", $"function:{function}");
        var qualified = resource.Text("qualifier") is { } qualifier ? $"{arn}:{qualifier}" : arn;
        try
        {
            // One that is not given is generated, and differs from all others.
            _functions.Add(
                arn,
                qualified,
                resource.Text("statementId") ?? $"{resource.Name}-{Guid.NewGuid():N}",
                resource.RequiredText("action"),
                resource.RequiredText("principal"),
                resource.Text("sourceArn"),
                resource.Text("sourceAccount"));
        }
        catch (ServiceException refusal)
        {
            throw new LocalException($"{refusal.Code}: {refusal.Message} Two of {qualified} have it.", refusal);
        }
    }
}
