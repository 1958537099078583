using System.Security.Cryptography;
using System.Text;
using Fanout.Local.Iam;

namespace Fanout.Local.Cloud;

/// <summary>Credentials that stand for one identity of the local cloud.</summary>
/// <param name="Caller">Whom they stand for: a role's session, or the account's root.</param>
/// <param name="AccessKeyId">What a request names its caller by.</param>
/// <param name="SecretAccessKey">What an SDK signs with; the local cloud does not verify signatures.</param>
public sealed record AwsCredentials(Caller Caller, string AccessKeyId, string SecretAccessKey)
{
    /// <summary>The credentials of a caller, the same at every run.</summary>
    public static AwsCredentials Of(Caller caller)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(caller.User)));
        return new AwsCredentials(caller, $"LKIA{hash[..16]}", hash[16..56]);
    }

    /// <summary>The variables by which AWS SDKs find them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables() =>
    [
        new("AWS_ACCESS_KEY_ID", AccessKeyId),
        new("AWS_SECRET_ACCESS_KEY", SecretAccessKey),
    ];
}
