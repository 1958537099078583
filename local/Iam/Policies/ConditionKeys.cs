using System.Collections.Immutable;

namespace Fanout.Local.Iam.Policies;

/// <summary>
/// The condition keys that requests in the local cloud have ("AWS global condition context keys", and each service's
/// page in the Service Authorization Reference).
/// </summary>
public static class ConditionKeys
{
    /// <summary>The account of the caller.</summary>
    public const string PrincipalAccount = "aws:PrincipalAccount";

    /// <summary>The ARN of the caller's role.</summary>
    public const string PrincipalArn = "aws:PrincipalArn";

    /// <summary>Whether the request came over TLS.</summary>
    public const string SecureTransport = "aws:SecureTransport";

    /// <summary>The account for which a service acts.</summary>
    public const string SourceAccount = "aws:SourceAccount";

    /// <summary>The resource for which a service acts.</summary>
    public const string SourceArn = "aws:SourceArn";

    /// <summary>The older name of <see cref="SourceAccount"/>, which the policy has that SNS gives each topic.</summary>
    public const string SourceOwner = "aws:SourceOwner";

    /// <summary>The service that a role is passed to.</summary>
    public const string PassedToService = "iam:PassedToService";

    /// <summary>The namespace of metrics.</summary>
    public const string MetricNamespace = "cloudwatch:namespace";

    /// <summary>The delimiter of a listing.</summary>
    public const string ListDelimiter = "s3:delimiter";

    /// <summary>The prefix of a listing.</summary>
    public const string ListPrefix = "s3:prefix";

    /// <summary>The address that an HTTP Task calls.</summary>
    public const string HttpEndpoint = "states:HTTPEndpoint";

    /// <summary>The method that it calls it with.</summary>
    public const string HttpMethod = "states:HTTPMethod";

    /// <summary>All of them, in any case.</summary>
    public static ImmutableSortedSet<string> All { get; } = ImmutableSortedSet.Create(
        StringComparer.OrdinalIgnoreCase,
        PrincipalAccount, PrincipalArn, SecureTransport, SourceAccount, SourceArn, SourceOwner, PassedToService,
        MetricNamespace, ListDelimiter, ListPrefix, HttpEndpoint, HttpMethod);
}
