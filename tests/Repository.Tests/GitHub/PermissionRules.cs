using System.Text.Json.Nodes;

namespace Fanout.Tests.Repository.GitHub;

/// <summary>A job has the permissions that it needs; no role and no secret is within reach of a pull request of a fork.</summary>
internal static class PermissionRules
{
    private const string NoForks = "github.event.pull_request.head.repo.full_name == github.repository";

    // These run code of others with the rights of this repository.
    private static readonly string[] UnsafeEvents = ["pull_request_target", "workflow_run"];

    private static readonly string[] Writable = ["id-token", "pull-requests"];

    public static IEnumerable<string> Problems(WorkflowFile file)
    {
        foreach (var name in file.Events.Intersect(UnsafeEvents))
        {
            yield return $"{name} runs code of others with rights of this repository";
        }

        if (file.Events.Count > 0 && file.Content["permissions"] is not JsonObject { Count: 0 })
        {
            yield return "permissions at the top are not {}";
        }

        foreach (var (name, job) in file.Jobs)
        {
            foreach (var problem in JobProblems(job, file.Events.Contains("pull_request")))
            {
                yield return $"{name}: {problem}";
            }
        }
    }

    private static IEnumerable<string> JobProblems(JsonObject job, bool runsForPullRequests)
    {
        if (job["permissions"] is not JsonObject permissions)
        {
            yield return "permissions are not listed";
            yield break;
        }

        foreach (var (name, access) in permissions)
        {
            if ((string?)access != "read" && !((string?)access == "write" && Writable.Contains(name)))
            {
                yield return $"the permission {name}: {access} is not one that is needed here";
            }
        }

        if (WorkflowFile.TakesRole(job) && job["environment"] is null)
        {
            yield return "takes a role without an environment";
        }

        var isPrivileged = WorkflowFile.TakesRole(job) || job.ToJsonString().Contains("secrets.", StringComparison.Ordinal);
        var condition = ((string?)job["if"])?.Split("&&", StringSplitOptions.TrimEntries) ?? [];
        if (runsForPullRequests && isPrivileged && !condition.Contains(NoForks))
        {
            yield return "a pull request of a fork gets a role or a secret";
        }
    }
}
