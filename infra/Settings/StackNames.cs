using System.Text.RegularExpressions;

namespace Fanout.Infra.Settings;

/// <summary>How the names of a stack's resources in AWS are made, so that stacks live side by side in an account.</summary>
/// <param name="Project">The Pulumi project's name.</param>
/// <param name="Stack">The Pulumi stack's name, without organization and project.</param>
public sealed record StackNames(string Project, string Stack)
{
    /// <summary>
    /// The most characters of project and stack together, a hyphen of the project counting twice: with them the longest role's name has the 64 of "IAM and AWS STS
    /// quotas", and the longest bucket's, with its account, the 63 of "General purpose bucket naming rules".
    /// </summary>
    public const int LongestTogether = 30;

    private const string Words = "lower-case letters, digits and single hyphens between them";

    // "General purpose bucket naming rules". The other prefixes and suffixes that are reserved have two hyphens or a dot.
    private static readonly string[] ReservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];

    // Namespaces of settings that are the engine's and the provider's.
    private static readonly string[] TakenNamespaces = ["aws", "pulumi"];

    // Projects a-b with a stack c and a with b-c may share an account: only a project's own hyphens are doubled.
    private string Prefix => $"{Project.Replace("-", "--")}-{Stack}-";

    /// <summary>The name of a resource, which no other project's and stack's is.</summary>
    /// <param name="name">What the resource is within the stack, beginning with its workflow.</param>
    public string Of(string name) => Prefix + name;

    /// <summary>The name of a Glue database, which queries need no quotes for: underscores in place of hyphens, for
    /// neither project nor stack has an underscore.</summary>
    /// <param name="name">What the database is within the stack, beginning with its workflow.</param>
    public string OfDatabase(string name) => Of(name).Replace('-', '_');

    /// <summary>What of the project's and the stack's name AWS would refuse, or take for another stack's.</summary>
    public IEnumerable<string> Problems()
    {
        // Names of S3, Glue and Athena are of lower case, and Athena's begin with a letter.
        if (!Regex.IsMatch(Project, @"\A[a-z][a-z0-9]*(?:-[a-z0-9]+)*\z"))
        {
            yield return $"The project's name is \"{Project}\" and begins every resource's name; allowed: {Words}, beginning with a letter. Change it in Pulumi.yaml.";
        }

        if (!Regex.IsMatch(Stack, @"\A[a-z0-9]+(?:-[a-z0-9]+)*\z"))
        {
            yield return $"The stack's name is \"{Stack}\" and becomes part of every resource's name; allowed: {Words}.";
        }

        if (TakenNamespaces.Contains(Project))
        {
            yield return $"The project's name is \"{Project}\", whose settings {Project}:... are not this program's; allowed: any other. Change it in Pulumi.yaml.";
        }

        if (Prefix.Length - 2 is var length && length > LongestTogether)
        {
            yield return $"The project's name \"{Project}\" and the stack's, \"{Stack}\", have {length} characters, a hyphen of the project counting twice; "
                + $"allowed: up to {LongestTogether} together, which the names of roles and buckets leave. Take a shorter stack's name.";
        }

        if (Array.Find(ReservedPrefixes, Prefix.StartsWith) is { } reserved)
        {
            yield return $"The names of buckets would begin with {Prefix}; allowed: none that begins with {reserved}, which S3 reserves. Change the project's name in Pulumi.yaml.";
        }
    }
}
