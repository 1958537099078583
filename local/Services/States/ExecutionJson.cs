using System.Text.Json.Nodes;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.States;

/// <summary>Executions as the API describes them.</summary>
internal static class ExecutionJson
{
    // "AWS Step Functions pricing": durations are rounded up to 100 ms, memory to 64 MB, which no small machine exceeds.
    private const int BilledStep = 100;

    /// <summary>What is billed of an Express execution's memory, in MB.</summary>
    public const int BilledMemory = 64;

    private const string Running = "RUNNING";

    /// <summary>The status of an execution.</summary>
    public static string StatusOf(StartedExecution execution) =>
        execution.End is { } end ? StatusNames.Of(end.Status) : Running;

    /// <summary>An item of ListExecutions about a Map Run.</summary>
    public static JsonObject ChildOf(StartedExecution execution)
    {
        var json = ItemOf(execution);
        json["itemCount"] = execution.ItemCount;
        return json;
    }

    /// <summary>An item of ListExecutions.</summary>
    public static JsonObject ItemOf(StartedExecution execution)
    {
        var json = new JsonObject
        {
            ["executionArn"] = execution.Arn,
            ["stateMachineArn"] = execution.Machine.Arn,
            ["name"] = execution.Name,
            ["status"] = StatusOf(execution),
            ["startDate"] = Epoch.Seconds(execution.StartDate),
        };
        if (execution.End is { } end)
        {
            json["stopDate"] = Epoch.Seconds(end.StopTime);
        }

        if (execution.Machine.VersionArn is { } version)
        {
            json["stateMachineVersionArn"] = version;
        }

        if (execution.MapRun is { } run)
        {
            json["mapRunArn"] = run.Arn;
        }

        json["redriveCount"] = 0;
        return json;
    }

    /// <summary>The answer of DescribeExecution.</summary>
    public static JsonObject DescriptionOf(StartedExecution execution, bool includesData)
    {
        var json = ItemOf(execution);
        AddData(json, execution, execution.End, includesData);
        // "Redriving executions in Step Functions": those that failed, timed out or were stopped.
        var status = StatusOf(execution);
        var isRedrivable = execution.End is { Status: not ExecutionStatus.Succeeded };
        json["redriveStatus"] = !isRedrivable ? "NOT_REDRIVABLE" : execution.MapRun is null ? "REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN";
        if (!isRedrivable)
        {
            json["redriveStatusReason"] = $"Execution is {status} and cannot be redriven";
        }

        return json;
    }

    /// <summary>The answer of StartSyncExecution.</summary>
    public static JsonObject SynchronousOf(StartedExecution execution, ExecutionOutcome end, bool includesData)
    {
        var json = new JsonObject
        {
            ["executionArn"] = execution.Arn,
            ["stateMachineArn"] = execution.Machine.Arn,
            ["name"] = execution.Name,
            ["status"] = StatusNames.Of(end.Status),
            ["startDate"] = Epoch.Seconds(execution.StartDate),
            ["stopDate"] = Epoch.Seconds(end.StopTime),
            ["billingDetails"] = new JsonObject
            {
                ["billedDurationInMilliseconds"] = BilledDuration(end.StopTime - end.StartTime),
                ["billedMemoryUsedInMB"] = BilledMemory,
            },
        };
        AddData(json, execution, end, includesData);
        return json;
    }

    /// <summary>What is billed of an Express execution, in milliseconds.</summary>
    public static long BilledDuration(TimeSpan duration) =>
        Math.Max(1, (long)Math.Ceiling(duration.TotalMilliseconds / BilledStep)) * BilledStep;

    private static void AddData(JsonObject json, StartedExecution execution, ExecutionOutcome? end, bool includesData)
    {
        json["inputDetails"] = new JsonObject { ["included"] = includesData };
        if (includesData)
        {
            json["input"] = execution.Input.GetRawText();
        }

        if (end?.Output is { } output)
        {
            json["outputDetails"] = new JsonObject { ["included"] = includesData };
            if (includesData)
            {
                json["output"] = output.GetRawText();
            }
        }

        if (end?.DescribedError is { } error)
        {
            json["error"] = error;
        }

        if (end?.DescribedCause is { } cause)
        {
            json["cause"] = cause;
        }

        if (execution.TraceHeader is { } header)
        {
            json["traceHeader"] = header;
        }
    }
}
