using System.Text.Json.Nodes;
using Fanout.Local.Services.States;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations.Executions;

/// <summary>An execution that has ended, as DescribeExecution and StartSyncExecution describe it.</summary>
internal static class ExecutionDescription
{
    /// <summary>The description that <c>.sync</c> gives, with times in milliseconds.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="parsesPayloads">Whether input and output are JSON, as from <c>.sync:2</c>, and not texts.</param>
    public static JsonObject OfDescribed(StartedExecution execution, ExecutionOutcome outcome, bool parsesPayloads)
    {
        var succeeded = outcome.Status == ExecutionStatus.Succeeded;
        var description = Failure(outcome);
        description["ExecutionArn"] = execution.Arn;
        description["Input"] = Payload(execution.Input.GetRawText(), parsesPayloads);
        description["InputDetails"] = Included();
        description["Name"] = execution.Name;
        if (outcome.Output is { } output)
        {
            description["Output"] = Payload(output.GetRawText(), parsesPayloads);
            description["OutputDetails"] = Included();
        }
        description["RedriveCount"] = 0;
        description["RedriveStatus"] = succeeded ? "NOT_REDRIVABLE" : "REDRIVABLE";
        if (succeeded)
        {
            description["RedriveStatusReason"] = "Execution is SUCCEEDED and cannot be redriven";
        }
        description["StartDate"] = execution.StartDate.ToUnixTimeMilliseconds();
        description["StateMachineArn"] = execution.Machine.Arn;
        description["Status"] = StatusNames.Of(outcome.Status);
        description["StopDate"] = outcome.StopTime.ToUnixTimeMilliseconds();
        return description;
    }

    /// <summary>The result of <c>startSyncExecution</c>: input and output as texts, times as texts.</summary>
    public static JsonObject OfSynchronous(StartedExecution execution, ExecutionOutcome outcome)
    {
        var description = new JsonObject
        {
            ["BillingDetails"] = new JsonObject
            {
                ["BilledDurationInMilliseconds"] = ExecutionJson.BilledDuration(outcome.StopTime - outcome.StartTime),
                ["BilledMemoryUsedInMB"] = ExecutionJson.BilledMemory,
            },
        };
        foreach (var (name, value) in Failure(outcome))
        {
            description[name] = value!.DeepClone();
        }
        description["ExecutionArn"] = execution.Arn;
        description["Input"] = execution.Input.GetRawText();
        description["InputDetails"] = Included();
        description["Name"] = execution.Name;
        if (outcome.Output is { } output)
        {
            description["Output"] = output.GetRawText();
        }
        description["OutputDetails"] = Included();
        description["StartDate"] = Shapes.Timestamp(execution.StartDate);
        description["StateMachineArn"] = execution.Machine.Arn;
        description["Status"] = StatusNames.Of(outcome.Status);
        description["StopDate"] = Shapes.Timestamp(outcome.StopTime);
        return description;
    }

    private static JsonObject Failure(ExecutionOutcome outcome)
    {
        var failure = new JsonObject();
        if (outcome.DescribedCause is { } cause)
        {
            failure["Cause"] = cause;
        }
        if (outcome.DescribedError is { } error)
        {
            failure["Error"] = error;
        }
        return failure;
    }

    private static JsonNode? Payload(string json, bool parses) => parses ? JsonNode.Parse(json) : JsonValue.Create(json);

    private static JsonObject Included() => new() { ["Included"] = true };
}
