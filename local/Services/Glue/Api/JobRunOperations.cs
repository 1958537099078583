using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Glue.Api;

/// <summary>Runs of jobs.</summary>
/// <param name="jobs">The jobs.</param>
internal sealed class JobRunOperations(GlueService jobs)
{
    private const int LargestPage = 200;
    private const int MostOfBatch = 25;

    private static readonly string[] Unsupported =
        ["AllocatedCapacity", "ExecutionRoleSessionPolicy", "JobRunId", "MaxCapacity", "NotificationProperty", "SecurityConfiguration"];

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("BatchStopJobRun", (call, _) => StopAsync(new ApiArguments(call.Json))),
        new("GetJobRun", JsonOperations.Of(arguments =>
            new JsonObject { ["JobRun"] = jobs.Run(arguments.Text("JobName"), arguments.Text("RunId")).Describe() })),
        new("GetJobRuns", JsonOperations.Of(List)),
        new("StartJobRun", JsonOperations.Of(Start)),
    ];

    private JsonObject Start(ApiArguments arguments)
    {
        GlueNames.Refuse(arguments.Copy(), Unsupported);
        var run = jobs.Start(new JobRunRequest(
            arguments.Text("JobName"),
            arguments.Map("Arguments"),
            arguments.Whole("Timeout", 1) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            arguments.OptionalText("WorkerType"),
            (int?)arguments.Whole("NumberOfWorkers", 1)));
        return new JsonObject { ["JobRunId"] = run.Id };
    }

    private JsonObject List(ApiArguments arguments)
    {
        var job = jobs.Job(arguments.Text("JobName"));
        var runs = jobs.Runs.Where(run => run.Job.Name == job.Name).OrderByDescending(run => run.Started).ThenBy(run => run.Id, StringComparer.Ordinal);
        return ApiPage.Of("JobRuns", runs, arguments, LargestPage, run => run.Describe());
    }

    private async Task<JsonObject> StopAsync(ApiArguments arguments)
    {
        var job = arguments.Text("JobName");
        var ids = arguments.Texts("JobRunIds");
        if (ids.Count is 0 or > MostOfBatch)
        {
            throw new LocalException($"JobRunIds has {ids.Count} items; from 1 to {MostOfBatch} are allowed.");
        }

        var (stopped, errors) = (new JsonArray(), new JsonArray());
        foreach (var id in ids)
        {
            try
            {
                var run = jobs.Run(job, id);
                if (run.HasEnded)
                {
                    throw new GlueException("InvalidInputException", $"Job run {id} has ended already: {run.State}.");
                }

                await GlueService.StopAsync(run);
                stopped.Add(new JsonObject { ["JobName"] = job, ["JobRunId"] = id });
            }
            catch (GlueException refusal)
            {
                errors.Add(new JsonObject
                {
                    ["JobName"] = job,
                    ["JobRunId"] = id,
                    ["ErrorDetail"] = new JsonObject { ["ErrorCode"] = refusal.Code, ["ErrorMessage"] = refusal.Message },
                });
            }
        }

        return new JsonObject { ["SuccessfulSubmissions"] = stopped, ["Errors"] = errors };
    }
}
