namespace Fanout.Local.Services.S3;

/// <summary>Keys of objects as AWSSDK.S3 takes them: it drops a slash that a key begins with, which S3 would keep.</summary>
internal static class SdkKey
{
    /// <summary>What a request must be given, so that it names the key.</summary>
    /// <param name="key">The key.</param>
    public static string Of(string key) => key.StartsWith('/') ? $"/{key}" : key;
}
