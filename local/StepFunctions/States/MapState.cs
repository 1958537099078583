using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Runs its ItemProcessor for each of its items ("Map workflow state").</summary>
internal sealed class MapState(string name, MapProcessor processor, Exit exit, ErrorHandling handling)
    : RetryingState(name, "Map", handling)
{
    public static MapState Read(FieldReader reader) => new(
        reader.Name, MapProcessor.Read(reader), Exit.Read(reader, reader.Text("Next")), ErrorHandling.Read(reader));

    protected override async Task<Completion> AttemptAsync(Visit visit)
    {
        var result = await processor.RunAsync(visit);
        return await exit.LeaveAsync(visit, result, ("result", result));
    }

    protected override void GaveUp(Visit visit) => visit.Branch.Add("MapStateFailed");
}
