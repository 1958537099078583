using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Requests;

namespace Fanout.Tests.Local.Iam;

/// <summary>Roles of tests that are about something else than permissions.</summary>
internal static class Permissions
{
    /// <summary>Lets a role do everything.</summary>
    public static void AllowAll(this Authorizer iam, string roleArn) =>
        iam.AddIdentityPolicy(Caller.NameOf(roleArn), "everything", Documents.Policy(Documents.Statement("Allow", "*", "*")));

    /// <summary>Lets a role do one thing.</summary>
    public static void Allow(this Authorizer iam, string roleArn, string resource, string action) =>
        iam.AddIdentityPolicy(Caller.NameOf(roleArn), "one", Documents.Policy(Documents.Statement("Allow", action, resource)));

    /// <summary>Policies by which some roles may do everything.</summary>
    public static Authorizer AllowAll(params string[] roleArns)
    {
        var iam = new Authorizer();
        foreach (var role in roleArns)
        {
            iam.AllowAll(role);
        }
        return iam;
    }

    /// <summary>What decides requests of an account in us-east-1.</summary>
    public static RequestAuthorizer Requests(this Authorizer iam) => new(iam, new AwsAccount("us-east-1"));
}
