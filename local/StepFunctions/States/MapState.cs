using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Runs its ItemProcessor for each element of an array ("Map workflow state").</summary>
internal sealed class MapState(
    string name, Fields fields, Fields itemSelector, InlineProcessor processor, Exit exit, ErrorHandling handling)
    : RetryingState(name, "Map", handling)
{
    public static MapState Read(FieldReader reader) => new(
        reader.Name,
        Fields.Read(reader, "", "Items", "MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"),
        Fields.Read(reader, "", "ItemSelector"),
        InlineProcessor.Read(reader),
        Exit.Read(reader, reader.Text("Next")),
        ErrorHandling.Read(reader));

    protected override async Task<Completion> AttemptAsync(Visit visit)
    {
        var values = await fields.EvaluateAsync(visit);
        if (!fields.Has("Items") && visit.Input.ValueKind != JsonValueKind.Array)
        {
            throw visit.EvaluationFailed($"Map state input must be an array but was: {visit.Input.GetRawText()}", null);
        }
        var items = (values.Array("Items") ?? visit.Input).EnumerateArray().ToArray();
        var result = await processor.RunAsync(visit, items, itemSelector, values.Integer("MaxConcurrency") ?? 0);
        return await exit.LeaveAsync(visit, result, ("result", result));
    }

    protected override void GaveUp(Visit visit) => visit.Branch.Add("MapStateFailed");
}
