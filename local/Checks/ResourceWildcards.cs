using System.Text.RegularExpressions;
using Fanout.Infra.Blocks;

namespace Fanout.Local.Checks;

/// <summary>
/// Identity policies name resources of this stack; every resource is meant only by what no service offers narrower
/// (<see cref="UnscopedActions"/>).
/// </summary>
public sealed partial class ResourceWildcards() : Rule("resource-wildcards")
{
    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        foreach (var policy in graph.OfType(AwsType.RolePolicy))
        {
            foreach (var statement in PolicyStatement.Of(policy).Where(statement => statement.Allows))
            {
                var resources = statement.Json.ContainsKey("NotResource") ? ["all resources but some"] : statement.Resources.Where(IsWide);
                foreach (var resource in resources)
                {
                    foreach (var action in statement.Actions.Where(action => resource != "*" || !UnscopedActions.Reasons.ContainsKey(action)))
                    {
                        yield return Broken(
                            policy,
                            $"{statement.Label} allows {action} on {resource}",
                            "the ARNs of this stack's resources",
                            $"name them, or give {action} its reason in {nameof(UnscopedActions)} where the service has none");
                    }
                }
            }
        }
    }

    // Wide is what leaves partition, service, region or account open, or all resources of a type.
    private static bool IsWide(string resource)
    {
        if (resource.Split(':', 6) is not ["arn", var partition, var service, var region, var account, var name])
        {
            return true;
        }

        // A bucket's name stands first; elsewhere a type does.
        var named = service == "s3" ? name : TypePrefix().Replace(name, "");
        return $"{partition}{service}{region}{account}".Contains('*') || named.StartsWith('*');
    }

    [GeneratedRegex(@"\A[a-zA-Z-]+[:/]")]
    private static partial Regex TypePrefix();
}
