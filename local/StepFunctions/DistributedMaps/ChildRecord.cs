using System.Text.Json;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>A child execution as result files list it ("ResultWriter (Map)": Contents of the results).</summary>
internal static class ChildRecord
{
    private const int NameInArn = 7;

    /// <summary>A child that ended.</summary>
    public static JsonElement Of(ExecutionOutcome outcome, JsonElement input, string machineArn) => Json.Write(json =>
    {
        json.WriteStartObject();
        WriteKnown(json, "Cause", outcome.DescribedCause);
        WriteKnown(json, "Error", outcome.DescribedError);
        json.WriteString("ExecutionArn", outcome.ExecutionArn);
        WriteText(json, "Input", input);
        json.WriteString("Name", outcome.ExecutionArn.Split(':')[NameInArn]);
        WriteKnown(json, "Output", outcome.Output?.GetRawText());
        WriteDetails(json, "Output");
        var succeeded = outcome.Status == ExecutionStatus.Succeeded;
        json.WriteNumber("RedriveCount", 0);
        json.WriteString("RedriveStatus", succeeded ? "NOT_REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN");
        if (succeeded)
        {
            json.WriteString("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
        }
        json.WriteTime("StartDate", outcome.StartTime);
        json.WriteString("StateMachineArn", machineArn);
        json.WriteString("Status", StatusNames.Of(outcome.Status));
        json.WriteTime("StopDate", outcome.StopTime);
        json.WriteEndObject();
    });

    /// <summary>A child that was never started.</summary>
    public static JsonElement Pending(JsonElement input, string machineArn) => Json.Write(json =>
    {
        json.WriteStartObject();
        WriteText(json, "Input", input);
        json.WriteString("StateMachineArn", machineArn);
        json.WriteString("Status", "PENDING");
        json.WriteEndObject();
    });

    /// <summary>A child that did not succeed, as the state's result has it in the place of an output.</summary>
    public static JsonElement InPlaceOfOutput(ExecutionOutcome outcome) => Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("Status", StatusNames.Of(outcome.Status));
        WriteKnown(json, "Error", outcome.Error);
        WriteKnown(json, "Cause", outcome.Cause);
        json.WriteEndObject();
    });

    private static void WriteKnown(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, JsonElement value)
    {
        json.WriteString(name, value.GetRawText());
        WriteDetails(json, name);
    }

    private static void WriteDetails(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject($"{name}Details");
        json.WriteBoolean("Included", true);
        json.WriteEndObject();
    }
}
