using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Integrations;

/// <summary>A call about a job that was started.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Arguments">Its arguments, from what the start answered.</param>
internal sealed record JobCall(string Operation, Func<JsonElement, JsonObject> Arguments);

/// <summary>
/// A kind of job that Tasks wait for ("Run Athena queries", "Start an AWS Glue job with Step Functions", "Start workflow
/// executions from a task state").
/// </summary>
/// <param name="Id">The member of the start's answer that is the job's id.</param>
/// <param name="Follow">What Step Functions follows it by; the last one describes it.</param>
/// <param name="Stop">What stops it.</param>
/// <param name="Result">What of the description is the Task's result.</param>
/// <param name="State">The state in the result.</param>
/// <param name="IsExecution">Whether it is an execution of a state machine, which the loop's time passes for.</param>
internal sealed record JobKind(
    string Id,
    IReadOnlyList<JobCall> Follow,
    JobCall Stop,
    Func<JsonElement, JsonElement> Result,
    Func<JsonElement, string?> State,
    bool IsExecution = false)
{
    /// <summary>The state of a job that ended well.</summary>
    public const string Succeeded = "SUCCEEDED";

    /// <summary>What follows, in a resource, the action that starts the job.</summary>
    public const string Sync = ".sync";

    private const string QueryId = "QueryExecutionId";
    private const string RunId = "JobRunId";
    private const string JobName = "JobName";
    private const string ExecutionArn = "ExecutionArn";

    // The payloads of an execution, which are texts of JSON.
    private static readonly string[] Payloads = ["Input", "Output"];

    /// <summary>The kinds, by the resource.</summary>
    public static IReadOnlyDictionary<string, JobKind> All { get; } = new Dictionary<string, JobKind>
    {
        [$"athena:startQueryExecution{Sync}"] = new(
            QueryId,
            [new JobCall("GetQueryExecution", Query)],
            new JobCall("StopQueryExecution", Query),
            description => description,
            result => result.GetProperty("QueryExecution").GetProperty("Status").GetProperty(nameof(State)).GetString()),
        [$"glue:startJobRun{Sync}"] = new(
            RunId,
            [
                new JobCall("GetJobRuns", started => new JsonObject { [JobName] = Text(started, JobName), ["MaxResults"] = 1 }),
                new JobCall("GetJobRun", started => new JsonObject { [JobName] = Text(started, JobName), ["RunId"] = Text(started, RunId) }),
            ],
            new JobCall("BatchStopJobRun", started => new JsonObject { [JobName] = Text(started, JobName), ["JobRunIds"] = new JsonArray(Text(started, RunId)) }),
            description => description.GetProperty("JobRun"),
            result => result.GetProperty("JobRunState").GetString()),
        [$"states:startExecution{Sync}"] = Execution(description => Sorted(description, payload => payload)),
        [$"states:startExecution{Sync}:2"] = Execution(description => Sorted(description, payload => JsonNode.Parse((string)payload!))),
    };

    private static JobKind Execution(Func<JsonElement, JsonElement> result) => new(
        ExecutionArn,
        [new JobCall("DescribeExecution", ExecutionOf)],
        new JobCall("StopExecution", ExecutionOf),
        result,
        description => description.GetProperty("Status").GetString(),
        IsExecution: true);

    // As executions on AWS record it: in the order of the alphabet, without the metadata of the answer.
    private static JsonElement Sorted(JsonElement description, Func<JsonNode?, JsonNode?> payload) => JsonSerializer.SerializeToElement(
        new JsonObject(
            from member in JsonObject.Create(description)!
            where !ResponseMetadata.Has(member.Key)
            orderby member.Key
            let value = member.Value?.DeepClone()
            select KeyValuePair.Create(member.Key, Payloads.Contains(member.Key) ? payload(value) : value)),
        CompactJson.Options);

    private static JsonObject Query(JsonElement started) => new() { [QueryId] = Text(started, QueryId) };

    private static JsonObject ExecutionOf(JsonElement started) => new() { [ExecutionArn] = Text(started, ExecutionArn) };

    private static string Text(JsonElement started, string name) => started.GetProperty(name).GetString()!;
}
