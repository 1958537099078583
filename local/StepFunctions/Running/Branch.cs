using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>One line of states that run one after the other: a machine's, a Parallel branch's, a Map iteration's.</summary>
internal sealed class Branch(Execution execution, Scope scope, long previous, MapItem? item, CancellationToken cancellation)
{
    // A machine that loops without ever waiting must still let others run.
    private const int StatesWithoutPause = 500;

    public Execution Execution => execution;

    public Scope Scope => scope;

    public MapItem? Item => item;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The last event of this line, which the next one names as its previous.</summary>
    public long Previous { get; set; } = previous;

    /// <summary>The state that is running, or that failed.</summary>
    public Visit? Current { get; private set; }

    /// <summary>Adds an event to the execution's history, and to this line.</summary>
    public long Add(string type, EventDetails? details = null)
    {
        cancellation.ThrowIfCancellationRequested();
        return Previous = execution.History.Add(type, Previous, details);
    }

    /// <summary>Runs states from the block's first to one that ends it, and gives the last one's output.</summary>
    /// <exception cref="StateException">A state failed.</exception>
    public async Task<JsonElement> RunAsync(StateBlock block, JsonElement input)
    {
        var name = block.StartAt;
        for (var count = 1; ; count++)
        {
            if (count % StatesWithoutPause == 0)
            {
                await Task.Yield();
            }
            var completion = await VisitAsync(block.States[name], input);
            if (completion.Next is null)
            {
                return completion.Output;
            }
            execution.Owner?.Transit();
            (name, input) = (completion.Next, completion.Output);
        }
    }

    private async Task<Completion> VisitAsync(State state, JsonElement input)
    {
        execution.Counts.StateTransitions++;
        var before = Previous;
        var entered = Add(state.Type + "StateEntered", new StateEnteredEventDetails(state.Name, input));
        Current = new Visit(this, state, input, before, entered);
        var since = execution.Loop.Now;
        Note(counts => counts.Entered++);
        try
        {
            var completion = await state.EvaluateAsync(Current);
            Add(state.Type + "StateExited", new StateExitedEventDetails(state.Name, completion.Output, completion.Assigned));
            if (completion.Assigned is not null)
            {
                scope.Assign(completion.Assigned);
            }
            Note(counts => counts.Left++);
            return completion;
        }
        catch (StateException failure)
        {
            Note(counts => (counts.Failed, counts.LastError) = (counts.Failed + 1, failure.Error));
            failure.Locate(state.Name, input);
            throw;
        }
        catch (OperationCanceledException)
        {
            Note(counts => counts.Aborted++);
            throw;
        }
        finally
        {
            Note(counts => counts.Duration += execution.Loop.Now - since);
        }

        void Note(Action<StateCounts> change) => execution.Tally.Note(state.Name, change);
    }
}
