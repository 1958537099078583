using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fanout.Stacks;

namespace Fanout.Tests.Repository.GitHub;

/// <summary>What a step or a job uses is pinned or in this repository, and is given what it asks for.</summary>
internal static partial class ActionRules
{
    public static IEnumerable<string> Problems(WorkflowFile file) =>
        file.Steps.Concat(file.Jobs.Select(job => job.Content)).SelectMany(user => (string?)user["uses"] switch
        {
            null => [],
            ['.', '/', ..] local => LocalProblems(local, user["with"]?.AsObject() ?? []),
            var remote => RemoteProblems(file, remote, (bool?)user["with"]?["persist-credentials"]),
        });

    private static IEnumerable<string> RemoteProblems(WorkflowFile file, string action, bool? persistsCredentials)
    {
        if (!PinnedAction().IsMatch(action))
        {
            yield return $"{action} is not pinned to a commit";
        }
        else if (!Regex.IsMatch(file.Text, $@"{Regex.Escape(action)} # v\d+\.\d+\.\d+$", RegexOptions.Multiline))
        {
            yield return $"{action} does not say its version";
        }

        if (action.StartsWith("actions/checkout@", StringComparison.Ordinal) && persistsCredentials != false)
        {
            yield return "the checkout leaves its token in the work tree";
        }
    }

    private static IEnumerable<string> LocalProblems(string path, JsonObject given)
    {
        var place = Path.Combine(RepositoryPaths.Root, path);
        var metadata = File.Exists(place) ? place : Path.Combine(place, "action.yml");
        if (!File.Exists(metadata))
        {
            yield return $"{path} does not exist";
            yield break;
        }

        var inputs = WorkflowFile.Read(metadata).Content["inputs"]?.AsObject() ?? [];
        foreach (var name in given.Select(input => input.Key).Where(name => !inputs.ContainsKey(name)))
        {
            yield return $"{path} has no input {name}";
        }

        foreach (var (name, _) in inputs.Where(input => input.Value?["required"] is not null && !given.ContainsKey(input.Key)))
        {
            yield return $"{path} is not given {name}";
        }
    }

    [GeneratedRegex(@"^[\w.-]+(/[\w.-]+)+@[0-9a-f]{40}$")]
    private static partial Regex PinnedAction();
}
