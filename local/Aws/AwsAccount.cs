using System.Security.Cryptography;
using System.Text;

namespace Fanout.Local.Aws;

/// <summary>The account that the local cloud stands for.</summary>
/// <param name="Region">Its region.</param>
public sealed record AwsAccount(string Region)
{
    /// <summary>The account id that moto uses.</summary>
    public const string Id = "123456789012";

    /// <summary>The identity that provisions, loads samples and checks.</summary>
    public static string Root => $"arn:aws:iam::{Id}:root";

    /// <summary>The ARN of a regional resource.</summary>
    public string Arn(string service, string resource) => $"arn:aws:{service}:{Region}:{Id}:{resource}";

    /// <summary>The ARN of an IAM resource.</summary>
    public static string IamArn(string resource) => $"arn:aws:iam::{Id}:{resource}";

    /// <summary>The ARN of a bucket, or of an object by <c>bucket/key</c>.</summary>
    public static string S3Arn(string resource) => $"arn:aws:s3:::{resource}";

    /// <summary>The name that the provider gives a resource whose program leaves it open.</summary>
    public static string AutoName(string name) => $"{name}-{Suffix(name)}";

    /// <summary>The name that the provider gives a resource whose program fixes the beginning.</summary>
    public static string AutoName(string prefix, string name) => $"{prefix}{Suffix(name)}";

    /// <summary>An id that AWS would generate: here the same at each run.</summary>
    public static Guid GeneratedId(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));

    private static string Suffix(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..7];
}
