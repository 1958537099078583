using System.Text.RegularExpressions;

namespace Fanout.Local.Iam.Requests;

/// <summary>What a PartiQL statement needs ("IAM security policies with PartiQL for DynamoDB").</summary>
internal static partial class PartiqlStatement
{
    /// <summary>The action and what it is done on: a table, or an index of one; null where the statement is none.</summary>
    public static (string Action, string Table, string? Index)? Parse(string statement)
    {
        var match = Form().Match(statement);
        if (!match.Success)
        {
            return null;
        }
        var verb = match.Groups["verb"].Value;
        var index = match.Groups["index"];
        return (
            $"dynamodb:PartiQL{char.ToUpperInvariant(verb[0])}{verb[1..].ToLowerInvariant()}",
            match.Groups["table"].Value.Trim('"'),
            index.Success ? index.Value.Trim('"') : null);
    }

    [GeneratedRegex(
        """\A\s*((?<verb>select)\b.*?\bfrom|(?<verb>insert)\s+into|(?<verb>update)|(?<verb>delete)\s+from)\s+(?<table>"[^"]+"|[\w-]+)(\.(?<index>"[^"]+"|[\w-]+))?""",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Form();
}
