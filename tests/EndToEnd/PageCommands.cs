using System.Text;
using System.Text.RegularExpressions;

namespace Fanout.Tests.EndToEnd;

/// <summary>The commands of a page: the lines of its blocks of shell, and what its tables of commands name.</summary>
internal static partial class PageCommands
{
    // What only somebody with an account has.
    private static readonly string[] NeedsAccount = ["aws ", "pulumi ", "$outputs", "eval ", "export AWS_"];

    /// <summary>The commands in their order, each once.</summary>
    public static IReadOnlyList<string> Of(string page) =>
    [
        .. ShellBlock().Matches(page)
            .SelectMany(block => block.Groups["lines"].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .Concat(TableCommand().Matches(page).Select(row => row.Groups["command"].Value))
            .Select(line => Comment().Replace(line, "").Trim())
            .Where(line => line.Length > 0)
            .Distinct(),
    ];

    /// <summary>Whether a command is of no use without an account.</summary>
    public static bool IsOfAccount(string command) => NeedsAccount.Any(word => command.Contains(word, StringComparison.Ordinal));

    /// <summary>A command's words as a shell hands them over: quotes taken away, nothing expanded.</summary>
    public static string[] Words(string command) =>
    [
        .. Word().Matches(command).Select(word => Part().Matches(word.Value)
            .Aggregate(new StringBuilder(), (text, part) => text.Append(part.Groups["text"].Value)).ToString()),
    ];

    [GeneratedRegex(@"^```sh\n(?<lines>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"^\| `(?<command>dotnet [^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex TableCommand();

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?:'[^']*'|""[^""]*""|[^\s'""])+")]
    private static partial Regex Word();

    [GeneratedRegex(@"'(?<text>[^']*)'|""(?<text>[^""]*)""|(?<text>[^\s'""]+)")]
    private static partial Regex Part();
}
