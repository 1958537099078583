using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Runs the branches of a Parallel state or the iterations of a Map state; the first failure stops all.</summary>
internal abstract class ConcurrentBranches(Visit visit, int count)
{
    // The types whose events say that a state was stopped.
    private static readonly string[] AbortableTypes = ["Task", "Wait", "Map", "Parallel"];

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(visit.Branch.Cancellation);
    private readonly SortedDictionary<int, Branch> _running = [];
    private readonly JsonElement[] _outputs = new JsonElement[count];
    private StateException? _failure;
    private int _next;

    protected Visit Visit => visit;

    /// <summary>Runs all, at most <paramref name="concurrency"/> at the same time, and gives their outputs.</summary>
    public async Task<JsonElement[]> RunAsync(int concurrency)
    {
        using var stop = _stop;
        var inputs = new List<JsonElement>();
        while (inputs.Count < Math.Min(concurrency, count))
        {
            inputs.Add(await InputAsync(inputs.Count));
        }
        // All that can run are started before the first of them does anything.
        var first = inputs.Select(input => (Input: input, Index: _next, Branch: Start(_next++, visit.Branch.Previous))).ToArray();
        var workers = first.Select(start => WorkAsync(start.Branch, start.Index, start.Input)).ToArray();
        try
        {
            await Task.WhenAll(workers);
        }
        catch (Exception exception) when (_failure is not null && exception is OperationCanceledException or StateException)
        {
            // The failure below is why.
        }
        return _failure is null ? _outputs : throw _failure;
    }

    /// <summary>The states of a branch.</summary>
    protected abstract StateBlock Block(int index);

    /// <summary>The input of a branch.</summary>
    protected abstract Task<JsonElement> InputAsync(int index);

    /// <summary>What <c>$states.context.Map.Item</c> is in a branch, where it has one of its own.</summary>
    protected virtual MapItem? Item(int index) => null;

    /// <summary>Called when a branch starts.</summary>
    protected virtual void Started(Branch branch, int index)
    {
    }

    /// <summary>Called when a branch has ended; gives the last event of it.</summary>
    protected virtual long Succeeded(Branch branch, int index) => branch.Previous;

    /// <summary>Called for the branch that failed.</summary>
    protected virtual void Failed(int index, long previous)
    {
    }

    /// <summary>Called for each branch that was stopped by the failure of another.</summary>
    protected virtual void Aborted(int index, long previous)
    {
    }

    private Branch Start(int index, long previous)
    {
        var branch = new Branch(
            visit.Execution, new Scope(visit.Branch.Scope), previous, Item(index) ?? visit.Branch.Item, _stop.Token);
        Started(branch, index);
        return _running[index] = branch;
    }

    /// <summary>Runs one branch after the other, as long as there are any.</summary>
    private async Task WorkAsync(Branch branch, int index, JsonElement input)
    {
        try
        {
            while (true)
            {
                await RunOneAsync(branch, index, input);
                if (_next == count)
                {
                    return;
                }
                index = _next++;
                input = await InputAsync(index);
                _stop.Token.ThrowIfCancellationRequested();
                branch = Start(index, branch.Previous);
            }
        }
        catch (StateException failure) when (_failure is null)
        {
            _failure = failure;
            StopOthers();
        }
        catch (Exception exception) when (exception is not (StateException or OperationCanceledException))
        {
            _stop.Cancel();
            throw;
        }
    }

    private async Task RunOneAsync(Branch branch, int index, JsonElement input)
    {
        try
        {
            _outputs[index] = await branch.RunAsync(Block(index), input);
            visit.Branch.Previous = Succeeded(branch, index);
            _running.Remove(index);
        }
        catch (StateException failure) when (_failure is null)
        {
            visit.Branch.Previous = branch.Previous;
            Failed(index, branch.Previous);
            if (failure.Error != ErrorNames.QueryEvaluationError)
            {
                StateAborted(branch);
            }
            _running.Remove(index);
            throw;
        }
    }

    private void StopOthers()
    {
        foreach (var (index, branch) in _running)
        {
            Aborted(index, visit.Branch.Previous);
            StateAborted(branch);
        }
        _stop.Cancel();
    }

    private void StateAborted(Branch branch)
    {
        if (branch.Current is { State.Type: var type } && AbortableTypes.Contains(type))
        {
            visit.Execution.History.Add(type + "StateAborted", visit.Branch.Previous);
        }
    }
}
