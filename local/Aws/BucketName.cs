using System.Text.RegularExpressions;

namespace Fanout.Local.Aws;

/// <summary>What S3 takes for the name of a bucket ("General purpose bucket naming rules"); the emulator takes more.</summary>
internal static partial class BucketName
{
    private static readonly string[] Prefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
    private static readonly string[] Suffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

    /// <summary>Checks a name.</summary>
    /// <exception cref="LocalException">S3 would refuse it.</exception>
    public static void Check(string name)
    {
        if (!Form().IsMatch(name)
            || name.Contains("..", StringComparison.Ordinal)
            || Address().IsMatch(name)
            || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            || Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal)))
        {
            throw new LocalException(
                $"\"{name}\" cannot name a bucket; allowed: 3 to 63 lower-case letters, digits, hyphens and single dots, a letter or "
                    + $"digit at both ends, not an IP address, none of the beginnings {string.Join(", ", Prefixes)} and none of the "
                    + $"endings {string.Join(", ", Suffixes)}.");
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"^\d+\.\d+\.\d+\.\d+\z")]
    private static partial Regex Address();
}
