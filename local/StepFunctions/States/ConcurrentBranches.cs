using System.Text.Json;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Runs the branches of a Parallel state or the iterations of a Map state; the first failure stops all.</summary>
internal abstract class ConcurrentBranches(Visit visit)
{
    // The types whose events say that a state was stopped.
    private static readonly string[] AbortableTypes = ["Task", "Wait", "Map", "Parallel"];

    private readonly SortedDictionary<int, Branch> _running = [];
    private StateException? _failure;

    /// <summary>Runs <paramref name="count"/> branches, at most <paramref name="concurrency"/> at the same time.</summary>
    protected async Task<JsonElement[]> RunAsync(int count, int concurrency, Func<Branch, int, Task<JsonElement>> run)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(visit.Branch.Cancellation);
        var outputs = new JsonElement[count];
        var next = 0;
        Branch Start(long previous)
        {
            var item = Item(next) ?? visit.Branch.Item;
            var branch = new Branch(visit.Execution, new Scope(visit.Branch.Scope), previous, item, source.Token);
            Started(branch, next);
            _running[next++] = branch;
            return branch;
        }
        async Task WorkAsync(Branch branch, int index)
        {
            while (true)
            {
                var last = await RunOneAsync(branch, index, run, outputs, source);
                if (_failure is not null || next == count)
                {
                    return;
                }
                index = next;
                branch = Start(last);
            }
        }
        // All that can run are started before the first of them does anything.
        var first = Enumerable.Range(0, Math.Min(concurrency, count)).Select(index => (Start(visit.Branch.Previous), index)).ToArray();
        var workers = first.Select(start => WorkAsync(start.Item1, start.index)).ToArray();
        try
        {
            await Task.WhenAll(workers);
        }
        catch (Exception exception) when (_failure is not null && exception is OperationCanceledException or StateException)
        {
            // The failure below is why.
        }
        return _failure is null ? outputs : throw _failure;
    }

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

    private async Task<long> RunOneAsync(
        Branch branch, int index, Func<Branch, int, Task<JsonElement>> run, JsonElement[] outputs, CancellationTokenSource source)
    {
        try
        {
            outputs[index] = await run(branch, index);
            _running.Remove(index);
            visit.Branch.Previous = Succeeded(branch, index);
            return branch.Previous;
        }
        catch (StateException failure) when (_failure is null)
        {
            _failure = failure;
            Stop(branch, index, failure, source);
            return branch.Previous;
        }
        catch (Exception exception) when (exception is not (StateException or OperationCanceledException))
        {
            source.Cancel();
            throw;
        }
    }

    private void Stop(Branch failed, int index, StateException failure, CancellationTokenSource source)
    {
        var previous = visit.Branch.Previous = failed.Previous;
        Failed(index, previous);
        if (failure.Error != ErrorNames.QueryEvaluationError)
        {
            StateAborted(failed, previous);
        }
        _running.Remove(index);
        foreach (var (other, branch) in _running)
        {
            Aborted(other, previous);
            StateAborted(branch, previous);
        }
        source.Cancel();
    }

    private void StateAborted(Branch branch, long previous)
    {
        if (branch.Current is { State.Type: var type } && AbortableTypes.Contains(type))
        {
            visit.Execution.History.Add(type + "StateAborted", previous);
        }
    }
}
