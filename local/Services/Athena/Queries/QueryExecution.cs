using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Athena.Sql;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>A query's execution.</summary>
/// <param name="id">Its id.</param>
/// <param name="request">What was asked for.</param>
/// <param name="workgroup">Its workgroup.</param>
/// <param name="location">Where its result goes.</param>
/// <param name="isUnload">Whether it is an UNLOAD.</param>
/// <param name="submitted">When it was asked for.</param>
/// <param name="number">How many were asked for until then.</param>
public sealed class QueryExecution(
    string id, QueryRequest request, Workgroup workgroup, string location, bool isUnload, DateTimeOffset submitted, long number)
{
    // The error types that queries on AWS were seen to end with.
    private static readonly Dictionary<string, int> ErrorTypes = new()
    {
        ["COLUMN_NOT_FOUND"] = 1006,
        ["TYPE_MISMATCH"] = 1002,
        ["TABLE_NOT_FOUND"] = 1301,
        ["SCHEMA_NOT_FOUND"] = 1301,
        ["MISSING_COLUMN_NAME"] = 1100,
        ["NOT_SUPPORTED"] = 1200,
    };

    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>What was asked for.</summary>
    public QueryRequest Request => request;

    /// <summary>Its workgroup.</summary>
    public Workgroup Workgroup => workgroup;

    /// <summary>The object of its result: the CSV file of a SELECT; what the files about an UNLOAD are named by.</summary>
    public string OutputLocation => isUnload ? $"{location}{id}" : $"{location}{id}.csv";

    /// <summary>How many executions were asked for until it was.</summary>
    internal long Number => number;

    /// <summary>Its state.</summary>
    public QueryState State { get; internal set; }

    /// <summary>Why it failed or was cancelled.</summary>
    public string? Reason { get; internal set; }

    /// <summary>How many bytes it read.</summary>
    public long DataScanned { get; internal set; }

    /// <summary>The object that lists the files of an UNLOAD.</summary>
    public string? ManifestLocation { get; internal set; }

    /// <summary>The columns of its result.</summary>
    internal IReadOnlyList<ResultColumn> Columns { get; set; } = [];

    internal DateTimeOffset? Started { get; set; }

    internal DateTimeOffset? Completed { get; set; }

    internal CancellationTokenSource Cancellation { get; } = new();

    internal Task Ended { get; set; } = Task.CompletedTask;

    /// <summary>The execution as GetQueryExecution describes it.</summary>
    public JsonObject Describe()
    {
        var status = new JsonObject { [nameof(State)] = State.ToString().ToUpperInvariant(), ["SubmissionDateTime"] = ApiTime.Of(submitted) };
        if (Completed is { } completed)
        {
            status["CompletionDateTime"] = ApiTime.Of(completed);
        }
        if (Reason is not null)
        {
            status["StateChangeReason"] = Reason;
        }
        if (State == QueryState.Failed)
        {
            status["AthenaError"] = Error();
        }
        var context = new JsonObject { ["Catalog"] = "awsdatacatalog" };
        if (request.Database is not null)
        {
            context["Database"] = request.Database;
        }
        return new JsonObject
        {
            ["QueryExecutionId"] = id,
            ["Query"] = request.Query,
            ["StatementType"] = "DML",
            ["SubstatementType"] = isUnload ? "UNLOAD" : "SELECT",
            ["ResultConfiguration"] = new JsonObject { [nameof(OutputLocation)] = OutputLocation },
            ["QueryExecutionContext"] = context,
            ["Status"] = status,
            ["Statistics"] = Statistics(),
            ["WorkGroup"] = workgroup.Name,
            ["EngineVersion"] = new JsonObject
            {
                ["SelectedEngineVersion"] = "AUTO",
                ["EffectiveEngineVersion"] = "Athena engine version 3",
            },
        };
    }

    private JsonObject Error()
    {
        var error = new JsonObject { ["ErrorCategory"] = 2, ["Retryable"] = false, ["ErrorMessage"] = Reason };
        if (ErrorTypes.TryGetValue(Reason!.Split(':')[0], out var type))
        {
            error["ErrorType"] = type;
        }
        return error;
    }

    private JsonObject Statistics()
    {
        var end = Completed ?? submitted;
        var start = Started ?? end;
        var statistics = new JsonObject
        {
            ["EngineExecutionTimeInMillis"] = (long)(end - start).TotalMilliseconds,
            ["DataScannedInBytes"] = DataScanned,
            ["TotalExecutionTimeInMillis"] = (long)(end - submitted).TotalMilliseconds,
            ["QueryQueueTimeInMillis"] = (long)(start - submitted).TotalMilliseconds,
            ["ServiceProcessingTimeInMillis"] = 0,
            ["ResultReuseInformation"] = new JsonObject { ["ReusedPreviousResult"] = false },
        };
        if (ManifestLocation is not null)
        {
            statistics["DataManifestLocation"] = ManifestLocation;
        }
        return statistics;
    }
}
