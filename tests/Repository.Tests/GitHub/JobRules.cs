using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fanout.Stacks;

namespace Fanout.Tests.Repository.GitHub;

/// <summary>Jobs end, do not run twice at the same time, and change a stack only where they may.</summary>
internal static partial class JobRules
{
    private const int LongestMinutes = 60;

    public static IEnumerable<string> Problems(WorkflowFile file) =>
        from job in file.Jobs
        from problem in LimitProblems(file, job.Content).Concat(StackProblems(file, job.Content)).Concat(ScriptProblems(job.Content))
        select $"{job.Name}: {problem}";

    private static IEnumerable<string> LimitProblems(WorkflowFile file, JsonObject job)
    {
        // A job that calls a workflow has the limits of its jobs.
        if (job.ContainsKey("uses"))
        {
            yield break;
        }

        if (job["timeout-minutes"] is not JsonValue minutes || (long)minutes is < 1 or > LongestMinutes)
        {
            yield return $"timeout-minutes is not from 1 to {LongestMinutes}";
        }

        if ((job["concurrency"] ?? file.Content["concurrency"]) is not JsonObject concurrency || !concurrency.ContainsKey("group"))
        {
            yield return "has no concurrency group";
        }
    }

    private static IEnumerable<string> StackProblems(WorkflowFile file, JsonObject job)
    {
        foreach (var (command, stack) in WorkflowFile.PulumiCommands(job).Where(run => run.Command != "preview"))
        {
            if ((string?)job["environment"] != stack)
            {
                yield return $"{command} of {stack} is not in its environment";
            }

            if ((string?)job["concurrency"]?["group"] != $"pulumi-{stack}" || (bool?)job["concurrency"]?["cancel-in-progress"] != false)
            {
                yield return $"{command} of {stack} can be cancelled, or meet another one";
            }

            if (file.Events.Contains("pull_request"))
            {
                yield return $"a pull request runs {command}";
            }

            if (command == "destroy")
            {
                foreach (var problem in DestroyProblems(file, job))
                {
                    yield return problem;
                }
            }
        }
    }

    // A command line changes the stack local alone, which is in no account, and where nothing is that an account would know.
    private static IEnumerable<string> ScriptProblems(JsonObject job)
    {
        var scripts = WorkflowFile.StepsOf(job).Select(step => (string?)step["run"] ?? "").SelectMany(run =>
            ScriptPaths().Matches(run).Select(match => Path.Combine(RepositoryPaths.Root, match.Value)).Where(File.Exists).Select(File.ReadAllText).Append(run));
        var changes = scripts.SelectMany(script => Changes().Matches(script)).ToArray();
        foreach (var change in changes.Where(change => !LocalStack().IsMatch(change.Value)))
        {
            yield return $"a command changes another stack than local: {change.Value.Trim()}";
        }

        if (changes.Length > 0 && (WorkflowFile.TakesRole(job) || job.ToJsonString().Contains("secrets.", StringComparison.Ordinal)
            || job.ToJsonString().Contains("aws-actions/", StringComparison.Ordinal)))
        {
            yield return "changes a stack by a command, and may reach an account";
        }
    }

    [GeneratedRegex(@"(?<![\w$./-])[\w./-]+\.sh\b")]
    private static partial Regex ScriptPaths();

    [GeneratedRegex(@"\bpulumi (?:up|update|destroy|import|refresh|watch|cancel)\b.*")]
    private static partial Regex Changes();

    [GeneratedRegex(@"--stack[ =]local(?:\s|$)")]
    private static partial Regex LocalStack();

    private static IEnumerable<string> DestroyProblems(WorkflowFile file, JsonObject job)
    {
        if (!file.Events.SequenceEqual(["workflow_dispatch"]))
        {
            yield return "destroy is not by hand only";
            yield break;
        }

        var stack = file.Content["on"]!["workflow_dispatch"]!["inputs"]?["stack"];
        if ((string?)stack?["type"] != "choice" || stack["options"]!.AsArray().Any(option => (string)option! is not "dev"))
        {
            yield return "destroy offers more than dev";
        }

        var guards = file.Jobs.Where(other => other.Name == (string?)job["needs"] && !WorkflowFile.TakesRole(other.Content));
        if (!guards.SelectMany(guard => WorkflowFile.StepsOf(guard.Content)).Any(step => step["env"]?["CONFIRMATION"] is not null))
        {
            yield return "destroy is not confirmed";
        }
    }
}
