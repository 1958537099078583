using System.Text.RegularExpressions;
using Fanout.Local.Stacks;

namespace Fanout.Local.Checks;

/// <summary>
/// A role trusts one service, and whatever lets a service in asks on whose behalf it comes ("The confused deputy
/// problem"), unless it is the role of a service that does not say so.
/// </summary>
public sealed partial class TrustedServices() : Rule("trusted-services")
{
    // Neither guide has a condition for execution roles: a key that the service does not send would let nobody in. Both
    // services take roles of the caller's own account only.
    private static readonly string[] SayNoSource = ["lambda.amazonaws.com", "glue.amazonaws.com"];

    private const string Source = "a condition on aws:SourceAccount or aws:SourceArn that names one account";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph) =>
        graph.OfType(AwsType.Role).SelectMany(TrustOf).Concat(graph.Resources.SelectMany(SourcesOf));

    private IEnumerable<Finding> TrustOf(StackResource role)
    {
        if (PolicyStatement.Of(role).ToArray() is not [{ Allows: true, Services: [_], Actions: ["sts:AssumeRole"] } trust]
            || trust.Json["Principal"]!.AsObject().Count != 1)
        {
            yield return Broken(
                role, "its trust policy is more than sts:AssumeRole for one service", "that and no other principal",
                "make it by PolicyDocument.Trust");
        }
        else if (SayNoSource.Contains(trust.Services[0]) && trust.Json.ContainsKey("Condition"))
        {
            yield return Broken(
                role, $"its trust policy asks {trust.Services[0]} for what it may not send", "no condition", "take it away");
        }
    }

    private IEnumerable<Finding> SourcesOf(StackResource resource)
    {
        foreach (var statement in PolicyStatement.Of(resource).Where(statement => statement.Allows))
        {
            if (!NamesOneAccount(statement.ConditionOn("aws:SourceAccount"), statement.ConditionOn("aws:SourceArn")))
            {
                foreach (var service in statement.Services.Where(service => resource.Type != AwsType.Role || !SayNoSource.Contains(service)))
                {
                    yield return Broken(resource, $"{statement.Label} lets {service} in for anybody", Source, "add it");
                }
            }
        }

        if (resource.Type == AwsType.Permission
            && resource.Text("principal")!.EndsWith(".amazonaws.com", StringComparison.Ordinal)
            && !NamesOneAccount(Given(resource, "sourceAccount"), []))
        {
            yield return Broken(
                resource, $"{resource.Text("principal")} may call the function for anybody", "a sourceAccount", "set it to the stack's account");
        }
    }

    private static string[] Given(StackResource resource, string input) => resource.Text(input) is { } text ? [text] : [];

    // The ARN of a bucket has no account in it.
    private static bool NamesOneAccount(IReadOnlyList<string> accounts, IReadOnlyList<string> arns) =>
        (accounts.Count > 0 && accounts.All(account => Account().IsMatch(account)))
        || (arns.Count > 0 && arns.All(arn => arn.Split(':') is [_, _, _, _, var account, ..] && Account().IsMatch(account)));

    [GeneratedRegex(@"\A\d{12}\z")]
    private static partial Regex Account();
}
