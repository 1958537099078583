
namespace Fanout.Local.Aws;

/// <summary>Who makes a request.</summary>
public sealed record Caller
{
    /// <summary>The session of a role that a service has made up a name for.</summary>
    public const string ServiceSession = "AwsService";

    private const string RolePart = ":role/";

    private Caller(string identity, string user) => (Identity, User) = (identity, user);

    /// <summary>The role's ARN, the account's root, or a service's principal.</summary>
    public string Identity { get; }

    /// <summary>What an error calls the caller: for a role the session's ARN.</summary>
    public string User { get; }

    /// <summary>The role's name; null for a service and the root.</summary>
    public string? Role { get; private init; }

    /// <summary>Whether it is a service that acts on its own, for the resource that its request's context names.</summary>
    public bool IsService { get; private init; }

    /// <summary>Whether it is the account's root, which needs no identity policy.</summary>
    public bool IsRoot => Identity == AwsAccount.Root;

    /// <summary>Whether it is the session of a role that a service of this cloud calls with.</summary>
    public bool IsServiceSession => Role is not null && User.EndsWith($"/{ServiceSession}", StringComparison.Ordinal);

    /// <summary>A session of a role, or the account's root.</summary>
    /// <param name="arn">The ARN that credentials stand for.</param>
    /// <param name="session">The session's name: a function's, or one that the service makes up.</param>
    public static Caller Of(string arn, string session = ServiceSession)
    {
        var role = arn.IndexOf(RolePart, StringComparison.Ordinal) < 0 ? null : NameOf(arn);
        return new Caller(arn, role is null ? arn : $"arn:aws:sts::{AwsAccount.Id}:assumed-role/{role}/{session}") { Role = role };
    }

    /// <summary>A service that calls by its own principal, such as <c>s3.amazonaws.com</c>.</summary>
    public static Caller OfService(string principal) => new(principal, principal) { IsService = true };

    /// <summary>The name of a role, which follows its path.</summary>
    public static string NameOf(string roleArn) => roleArn[(roleArn.LastIndexOf('/') + 1)..];
}
