using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>Starts the child executions of a Map Run as long as no more of them fail than are tolerated.</summary>
internal sealed class Dispatcher(
    Visit visit, MapRun run, StateMachine child, ChildInputs inputs, IMapResults results)
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(visit.Branch.Cancellation);

    private TaskCompletionSource _ended = new();
    private ExecutionOutcome? _failedChild;
    private Exception? _failure;
    private int _started;
    private int _running;

    /// <summary>Runs all children.</summary>
    /// <exception cref="StateException">The items could not be read, or too many failed.</exception>
    public async Task RunAsync()
    {
        using var stop = _stop;
        run.Changed = Adjust;
        try
        {
            await StartAllAsync();
        }
        catch (Exception problem) when (problem is StateException or OperationCanceledException)
        {
            Fail(problem);
        }
        while (_running > 0)
        {
            await OneEndsAsync();
        }
        run.Changed = null;
        CheckTolerance();
        visit.Branch.Cancellation.ThrowIfCancellationRequested();
        if (_failure is not null)
        {
            throw _failure;
        }
    }

    private async Task StartAllAsync()
    {
        while (await inputs.NextAsync() is var (input, items))
        {
            while (_failure is null && _running >= Concurrency)
            {
                await OneEndsAsync();
            }
            visit.Branch.Cancellation.ThrowIfCancellationRequested();
            if (_failure is null)
            {
                _ = RunChildAsync(_started++, input, items);
                continue;
            }
            run.Items.Pending += items;
            run.Executions.Pending++;
            results.AddPending(input);
            if (!results.KeepsPending)
            {
                run.Items.Pending += inputs.Waiting;
                return;
            }
        }
    }

    /// <summary>Runs one child; whatever happens to it is noted, never thrown.</summary>
    private async Task RunChildAsync(int index, JsonElement input, int items)
    {
        _running++;
        run.Items.Start(items);
        run.Executions.Start(1);
        run.Children.Start(visit.Execution.Loop.Now);
        try
        {
            var outcome = JsonText.Size(input) <= Quotas.Payload
                ? await visit.Execution.Interpreter.RunChildAsync(child, input, items, run, visit.Execution, StopToken)
                : TooLarge();
            visit.Execution.Counts.AddChild(child.Type, outcome);
            run.Items.End(items, outcome.Status);
            run.Executions.End(1, outcome.Status);
            run.Children.End(outcome, input);
            results.Add(index, outcome, input);
            if (outcome.Status is ExecutionStatus.Failed or ExecutionStatus.TimedOut)
            {
                _failedChild ??= outcome;
                CheckTolerance();
            }
        }
        catch (Exception problem)
        {
            Fail(problem);
        }
        _running--;
        _ended.TrySetResult();
    }

    private long Concurrency =>
        run.MaxConcurrency == 0 ? Quotas.DistributedConcurrency : Math.Min(run.MaxConcurrency, Quotas.DistributedConcurrency);

    private void Adjust()
    {
        CheckTolerance();
        _ended.TrySetResult();
    }

    // "Redriving Map Runs": an Express execution cannot be stopped.
    private CancellationToken StopToken =>
        child.Type == StateMachineType.Standard ? _stop.Token : visit.Branch.Cancellation;

    private async Task OneEndsAsync()
    {
        await _ended.Task;
        _ended = new TaskCompletionSource();
    }

    private void CheckTolerance()
    {
        var tolerance = new FailureTolerance(run.ToleratedFailureCount, run.ToleratedFailurePercentage);
        if (tolerance.IsExceededBy(run.Items.Failed + run.Items.TimedOut, inputs.Total))
        {
            Fail(new StateException(
                ErrorNames.ExceedToleratedFailureThreshold, "The specified tolerated failure threshold was exceeded")
            {
                FailedChild = _failedChild,
            });
        }
    }

    private void Fail(Exception failure)
    {
        if (_failure is null)
        {
            _failure = failure;
            _stop.Cancel();
        }
    }

    private ExecutionOutcome TooLarge() => new()
    {
        ExecutionArn = child.ExecutionArn($"{Guid.NewGuid()}"),
        Status = ExecutionStatus.Failed,
        Error = ErrorNames.DataLimitExceeded,
        Cause = "The input of the child execution has a size exceeding the maximum number of bytes service limit.",
        StartTime = visit.Execution.Loop.Now,
        StopTime = visit.Execution.Loop.Now,
        Counts = new ExecutionCounts(),
        History = [],
    };
}
