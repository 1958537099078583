using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fanout.Stacks;

namespace Fanout.Tests.Repository.GitHub;

/// <summary>Commands contain no text from outside, and the files that are named exist.</summary>
internal static partial class CommandRules
{
    private static readonly string[] FileInputs = ["global-json-file", "cache-dependency-path", "key"];

    public static IEnumerable<string> Problems(WorkflowFile file) => file.Steps.SelectMany(step =>
        CommandProblems((string?)step["run"] ?? "").Concat(
            FileInputs.SelectMany(input => MissingFiles((step["with"] as JsonObject)?[input]))));

    private static IEnumerable<string> CommandProblems(string command)
    {
        if (command.Contains("${{", StringComparison.Ordinal))
        {
            yield return $"an expression is part of the command \"{command.Trim()}\": pass it in env";
        }

        foreach (var path in CommandPaths().Matches(command).Select(match => match.Groups["path"].Value).Where(IsMissing))
        {
            yield return $"{path} does not exist";
        }
    }

    private static IEnumerable<string> MissingFiles(JsonNode? input) => input is null
        ? []
        : InputPaths().Matches((string)input!).Select(match => match.Value).Where(IsMissing).Select(path => $"{path} does not exist");

    private static bool IsMissing(string path) => !Path.Exists(Path.Combine(RepositoryPaths.Root, path));

    // A project, a file by its ending, or a script that is called.
    [GeneratedRegex(@"(?:--project[ =](?<path>[\w./-]+))|(?<![\w$./-])(?<path>[\w./-]+\.(?:csproj|slnx|sh|js|py|txt|json|ya?ml))\b|^\s*(?:bash )?(?<path>\.[\w-]*/[\w./-]+)", RegexOptions.Multiline)]
    private static partial Regex CommandPaths();

    // A line of its own, or quoted in the key of a cache.
    [GeneratedRegex(@"(?<=')[\w./-]+(?=')|^[\w./-]+$", RegexOptions.Multiline)]
    private static partial Regex InputPaths();
}
