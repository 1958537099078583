using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>How results are put together ("ResultWriter (Map)": Contents of the WriterConfig field).</summary>
/// <param name="Transformation">NONE, COMPACT or FLATTEN.</param>
/// <param name="IsJsonLines">Whether each record is a line instead of an element of one array.</param>
internal sealed record ResultFormat(string Transformation, bool IsJsonLines)
{
    /// <summary>Takes the WriterConfig; the default is COMPACT in the state's result and NONE in files.</summary>
    public static ResultFormat Read(FieldReader? config, bool isExported) => new(
        config?.Text("Transformation") ?? (isExported ? "NONE" : "COMPACT"), config?.Text("OutputType") == "JSONL");

    /// <summary>What stands in the results for a child that succeeded.</summary>
    public IEnumerable<JsonElement> Records(ExecutionOutcome outcome, JsonElement input, string machineArn) =>
        (Transformation, outcome.Output!.Value) switch
        {
            ("NONE", _) => [ChildRecord.Of(outcome, input, machineArn)],
            ("FLATTEN", { ValueKind: JsonValueKind.Array } output) => output.EnumerateArray(),
            (_, var output) => [output],
        };
}
