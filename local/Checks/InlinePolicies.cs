namespace Fanout.Local.Checks;

/// <summary>What a role may do stands in policies of this program, where the other rules see it.</summary>
public sealed class InlinePolicies() : Rule("inline-policies")
{
    private const string Allowed = "typed statements in a RolePolicy";
    private const string Remedy = "make it a ServiceRole with the statements that are used";

    private static readonly string[] HiddenPolicies = ["managedPolicyArns", "inlinePolicies"];

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph) =>
    [
        .. graph.OfType(AwsType.RolePolicyAttachment).Select(attachment =>
            Broken(attachment, attachment.Shown("policyArn"), Allowed, Remedy)),
        .. from role in graph.OfType(AwsType.Role)
           from input in HiddenPolicies
           where role.At(input) is not null
           select Broken(role, role.Shown(input), Allowed, Remedy),
    ];
}
