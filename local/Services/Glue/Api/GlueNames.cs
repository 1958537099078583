using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Glue.Api;

/// <summary>What names and texts of the catalog may be.</summary>
internal static partial class GlueNames
{
    /// <summary>The most characters of a description.</summary>
    public const int LongestDescription = 2048;

    /// <summary>A name: one line of 1 to 255 characters ("Single-line string pattern").</summary>
    [GeneratedRegex(@"[ -\uFFFD\t]{1,255}")]
    public static partial Regex Pattern { get; }

    /// <summary>Refuses what would be kept and never looked at.</summary>
    /// <exception cref="LocalException">One of the members is given.</exception>
    public static void Refuse(JsonObject given, IEnumerable<string> unsupported)
    {
        if (unsupported.FirstOrDefault(name => given[name] is not (null or JsonArray { Count: 0 })) is { } member)
        {
            throw new LocalException($"{member} is not supported by the local cloud.");
        }
    }
}
