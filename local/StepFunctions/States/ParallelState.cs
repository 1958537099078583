using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Runs branches at the same time; its result is the list of their outputs ("Parallel workflow state").</summary>
internal sealed class ParallelState(string name, IReadOnlyList<StateBlock> branches, Fields fields, Exit exit, ErrorHandling handling)
    : RetryingState(name, "Parallel", handling)
{
    public static ParallelState Read(FieldReader reader) => new(
        reader.Name,
        [.. reader.Get("Branches")!.Value.EnumerateArray().Select(reader.Definition.Block)],
        Fields.Read(reader, "", "Arguments"),
        Exit.Read(reader, reader.Text("Next")),
        ErrorHandling.Read(reader));

    protected override async Task<Completion> AttemptAsync(Visit visit)
    {
        var input = (await fields.EvaluateAsync(visit)).Get("Arguments") ?? visit.Input;
        visit.Branch.Add("ParallelStateStarted");
        var result = Json.Array(await new ParallelBranches(visit, branches, input).RunAsync(branches.Count));
        visit.Execution.History.Add("ParallelStateSucceeded", visit.Branch.Previous);
        return await exit.LeaveAsync(visit, result, ("result", result));
    }

    protected override void GaveUp(Visit visit) => visit.Branch.Add("ParallelStateFailed");

    private sealed class ParallelBranches(Visit visit, IReadOnlyList<StateBlock> branches, JsonElement input)
        : ConcurrentBranches(visit, branches.Count)
    {
        protected override StateBlock Block(int index) => branches[index];

        protected override Task<JsonElement> InputAsync(int index) => Task.FromResult(input);
    }
}
