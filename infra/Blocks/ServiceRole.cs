using Pulumi;
using Pulumi.Aws.Iam;

namespace Fanout.Infra.Blocks;

/// <summary>A role that one AWS service assumes, with one inline policy of typed statements.</summary>
public sealed class ServiceRole : ComponentResource
{
    /// <param name="name">The logical name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="trustPolicy">Who may assume the role, as JSON.</param>
    /// <param name="statements">What the role may do.</param>
    /// <param name="tags">The role's tags.</param>
    /// <param name="options">Pulumi's options.</param>
    public ServiceRole(
        string name,
        StackContext context,
        Input<string> trustPolicy,
        IReadOnlyList<Statement> statements,
        InputMap<string> tags,
        ComponentResourceOptions? options = null)
        : base("fanout:blocks:ServiceRole", name, options)
    {
        var role = new Role($"{name}-role", new RoleArgs
        {
            Name = context.NameOf(name),
            AssumeRolePolicy = trustPolicy.ToOutput(),
            Tags = tags,
        }, new CustomResourceOptions { Parent = this });
        var policy = new RolePolicy($"{name}-policy", new RolePolicyArgs
        {
            Name = context.NameOf(name),
            Role = role.Name,
            Policy = PolicyDocument.Identity(statements),
        }, new CustomResourceOptions { Parent = this });

        // A service that uses the role before its policy is attached would be denied.
        Arn = Output.Tuple(role.Arn, policy.Id).Apply(outputs => outputs.Item1);
        RegisterOutputs();
    }

    /// <summary>The role's ARN, known once its policy is attached.</summary>
    public Output<string> Arn { get; }
}
