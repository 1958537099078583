using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace Fanout.Local.Aws;

/// <summary>Credentials that stand for one identity of the local cloud.</summary>
/// <param name="Caller">Whom they stand for: a role's session, or the account's root.</param>
/// <param name="AccessKeyId">What a request names its caller by.</param>
/// <param name="SecretAccessKey">What an SDK signs with.</param>
public sealed record AwsCredentials(Caller Caller, string AccessKeyId, string SecretAccessKey)
{
    /// <summary>The credentials of a caller.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="key">What the cloud makes secrets of.</param>
    public static AwsCredentials Of(Caller caller, byte[] key)
    {
        var user = Encoding.UTF8.GetBytes(caller.User);
        return new AwsCredentials(
            caller, $"LKIA{Convert.ToHexString(SHA256.HashData(user))[..16]}", Convert.ToHexString(HMACSHA256.HashData(key, user))[..40]);
    }

    /// <summary>The same for an SDK.</summary>
    public BasicAWSCredentials ToBasicAWSCredentials() => new(AccessKeyId, SecretAccessKey);

    /// <inheritdoc cref="ToBasicAWSCredentials" />
    public static implicit operator BasicAWSCredentials(AwsCredentials credentials) => credentials.ToBasicAWSCredentials();

    /// <summary>The variables by which AWS SDKs find them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables() =>
    [
        new("AWS_ACCESS_KEY_ID", AccessKeyId),
        new("AWS_SECRET_ACCESS_KEY", SecretAccessKey),
    ];
}
