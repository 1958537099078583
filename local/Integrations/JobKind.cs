using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fanout.Local.Integrations;

/// <summary>A call about a job that was started.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Arguments">Its arguments, from what the start answered.</param>
internal sealed record JobCall(string Operation, Func<JsonElement, JsonObject> Arguments);

/// <summary>A kind of job that Tasks wait for ("Run Athena queries", "Start an AWS Glue job with Step Functions").</summary>
/// <param name="Id">The member of the start's answer that is the job's id.</param>
/// <param name="Follow">What Step Functions follows it by; the last one describes it.</param>
/// <param name="Stop">What stops it.</param>
/// <param name="Result">What of the description is the Task's result.</param>
/// <param name="State">The state in the result.</param>
internal sealed record JobKind(
    string Id, IReadOnlyList<JobCall> Follow, JobCall Stop, Func<JsonElement, JsonElement> Result, Func<JsonElement, string?> State)
{
    /// <summary>The state of a job that ended well.</summary>
    public const string Succeeded = "SUCCEEDED";

    private const string QueryId = "QueryExecutionId";
    private const string RunId = "JobRunId";
    private const string JobName = "JobName";

    /// <summary>The kinds, by the service and the operation that starts the job.</summary>
    public static IReadOnlyDictionary<(string Service, string Start), JobKind> All { get; } = new Dictionary<(string, string), JobKind>
    {
        [("athena", "StartQueryExecution")] = new(
            QueryId,
            [new JobCall("GetQueryExecution", Query)],
            new JobCall("StopQueryExecution", Query),
            description => description,
            result => result.GetProperty("QueryExecution").GetProperty("Status").GetProperty(nameof(State)).GetString()),
        [("glue", "StartJobRun")] = new(
            RunId,
            [
                new JobCall("GetJobRuns", started => new JsonObject { [JobName] = Text(started, JobName), ["MaxResults"] = 1 }),
                new JobCall("GetJobRun", started => new JsonObject { [JobName] = Text(started, JobName), ["RunId"] = Text(started, RunId) }),
            ],
            new JobCall("BatchStopJobRun", started => new JsonObject { [JobName] = Text(started, JobName), ["JobRunIds"] = new JsonArray(Text(started, RunId)) }),
            description => description.GetProperty("JobRun"),
            result => result.GetProperty("JobRunState").GetString()),
    };

    private static JsonObject Query(JsonElement started) => new() { [QueryId] = Text(started, QueryId) };

    private static string Text(JsonElement started, string name) => started.GetProperty(name).GetString()!;
}
