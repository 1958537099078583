namespace Fanout.Local.Iam;

/// <summary>Why a request is denied ("Troubleshoot access denied error messages", IAM User Guide).</summary>
public enum DenialReason
{
    /// <summary>No policy of the role allows it, and none of the resource.</summary>
    NoIdentityPolicy,

    /// <summary>No policy of the resource allows it to a service.</summary>
    NoResourcePolicy,

    /// <summary>A policy of the role denies it.</summary>
    DeniedByIdentityPolicy,

    /// <summary>A policy of the resource denies it.</summary>
    DeniedByResourcePolicy,

    /// <summary>No trust policy lets the caller assume the role.</summary>
    NoTrustPolicy,

    /// <summary>It is not known here what the request needs.</summary>
    NotMapped,
}
