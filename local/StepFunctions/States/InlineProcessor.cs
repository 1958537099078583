using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>The ItemProcessor of a Map state in inline mode: iterations are part of the execution.</summary>
internal sealed class InlineProcessor(Fields fields, Fields itemSelector, StateBlock states) : MapProcessor
{
    public static new InlineProcessor Read(FieldReader reader) => new(
        Fields.Read(reader, "", "Items", "MaxConcurrency"),
        Fields.Read(reader, "", "ItemSelector"),
        reader.Definition.Block(reader.Get("ItemProcessor")!.Value));

    /// <summary>Runs all iterations, and gives the array of their outputs.</summary>
    public override async Task<JsonElement> RunAsync(Visit visit)
    {
        var values = await fields.EvaluateAsync(visit);
        if (!fields.Has("Items") && visit.Input.ValueKind != JsonValueKind.Array)
        {
            throw visit.EvaluationFailed($"Map state input must be an array but was: {visit.Input.GetRawText()}", null);
        }
        var items = (values.Array("Items") ?? visit.Input).EnumerateArray().ToArray();
        var maxConcurrency = values.Integer("MaxConcurrency") ?? 0;
        visit.Branch.Add("MapStateStarted", new MapStateStartedEventDetails(items.Length));
        var concurrency = maxConcurrency == 0 ? Quotas.InlineConcurrency : (int)Math.Min(maxConcurrency, Quotas.InlineConcurrency);
        var outputs = await new Iterations(visit, states, items, itemSelector).RunAsync(concurrency);
        visit.Execution.History.Add("MapStateSucceeded", visit.Branch.Previous);
        return Json.Array(outputs);
    }

    private sealed class Iterations(Visit visit, StateBlock states, IReadOnlyList<JsonElement> items, Fields itemSelector)
        : ConcurrentBranches(visit, items.Count)
    {
        protected override StateBlock Block(int index) => states;

        protected override async Task<JsonElement> InputAsync(int index) =>
            (await itemSelector.EvaluateAsync(Visit, item: Item(index))).Get("ItemSelector") ?? items[index];

        protected override MapItem Item(int index) => new(index, items[index]);

        protected override void Started(Branch branch, int index) => branch.Add("MapIterationStarted", Details(index));

        protected override long Succeeded(Branch branch, int index) =>
            Visit.Execution.History.Add("MapIterationSucceeded", branch.Previous, Details(index));

        protected override void Failed(int index, long previous) =>
            Visit.Execution.History.Add("MapIterationFailed", previous, Details(index));

        protected override void Aborted(int index, long previous) =>
            Visit.Execution.History.Add("MapIterationAborted", previous, Details(index));

        private MapIterationEventDetails Details(int index) => new(Visit.State.Name, index);
    }
}
