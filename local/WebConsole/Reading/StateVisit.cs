using System.Text.Json;
using Fanout.Local.StepFunctions.History;

namespace Fanout.Local.WebConsole.Reading;

/// <summary>One passage of an execution through a state, told by its events.</summary>
/// <param name="state">The state.</param>
/// <param name="enteredBy">The event that begins it.</param>
/// <param name="before">The one that led to it; null for the first.</param>
internal sealed class StateVisit(StateEnteredEventDetails state, HistoryEvent enteredBy, StateVisit? before)
{
    /// <summary>The state's name.</summary>
    public string State => state.Name;

    /// <summary>The state's input.</summary>
    public JsonElement Input => state.Input;

    /// <summary>The number of the event that begins it.</summary>
    public long Id => enteredBy.Id;

    /// <summary>When it began.</summary>
    public DateTimeOffset Start => enteredBy.Timestamp;

    /// <summary>When it began, on this machine's clock.</summary>
    public DateTimeOffset RealStart => enteredBy.RealTime;

    /// <summary>When it ended; null where it did not.</summary>
    public DateTimeOffset? Stop { get; private set; }

    /// <summary>When it ended, on this machine's clock.</summary>
    public DateTimeOffset? RealStop { get; private set; }

    /// <summary>Its output; null where it has none.</summary>
    public JsonElement? Output { get; private set; }

    /// <summary>The variables that were assigned when it ended.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Assigned { get; private set; }

    /// <summary>The Map Run that it started; null where it started none.</summary>
    public string? MapRunArn { get; private set; }

    /// <summary>Its attempts, of a Task.</summary>
    public List<Attempt> Attempts { get; } = [];

    /// <summary>The error that it failed with, or that was caught; null where there was none.</summary>
    public (string? Error, string? Cause)? Failure { get; private set; }

    /// <summary>What became of it: the class of its colour.</summary>
    public string Kind { get; private set; } = "running";

    internal StateVisit? Before => before;

    private bool IsOver => Stop is not null;

    /// <summary>The passages of an execution, in the order in which they began.</summary>
    /// <param name="events">Its events.</param>
    /// <returns>The passages, and to which each event belongs.</returns>
    public static (IReadOnlyList<StateVisit> All, IReadOnlyDictionary<long, StateVisit> ByEvent) Of(IReadOnlyList<HistoryEvent> events)
    {
        var visits = new List<StateVisit>();
        var at = new Dictionary<long, StateVisit>(events.Count);
        foreach (var item in events)
        {
            var previous = at.GetValueOrDefault(item.PreviousEventId);
            if (item.Details is StateEnteredEventDetails entered)
            {
                previous = new StateVisit(entered, item, previous);
                visits.Add(previous);
            }
            else if (item.Details is StateExitedEventDetails exited)
            {
                for (previous = previous ?? visits.LastOrDefault(); previous is not null && (previous.State != exited.Name || previous.IsOver);)
                {
                    previous = previous.Before;
                }

                previous?.Exit(item, exited);
            }
            else
            {
                previous?.Note(item);
            }

            if (previous is not null)
            {
                at[item.Id] = previous;
            }
        }

        if (events is [.., { Type: "ExecutionFailed" or "ExecutionTimedOut" or "ExecutionAborted" or "ExecutionSucceeded" } last])
        {
            foreach (var open in visits.Where(visit => !visit.IsOver))
            {
                open.Break(last, open.Failure is not null || open.IsOn(at.GetValueOrDefault(last.PreviousEventId)));
            }
        }

        return (visits, at);
    }

    // Whether the events that led to the end passed through it.
    private bool IsOn(StateVisit? visit)
    {
        for (; visit is not null; visit = visit.Before)
        {
            if (visit == this)
            {
                return true;
            }
        }

        return false;
    }

    private void Exit(HistoryEvent item, StateExitedEventDetails exited)
    {
        (Stop, RealStop, Output, Assigned) = (item.Timestamp, item.RealTime, exited.Output, exited.AssignedVariables);
        Kind = Failure is null || Attempts is [.., { Failure: null }] ? "ok" : "warn";
        Failure = Kind == "ok" ? null : Failure;
    }

    private void Break(HistoryEvent end, bool isCause)
    {
        (Stop, RealStop) = (end.Timestamp, end.RealTime);
        Kind = end.Type == "ExecutionAborted" || !isCause ? "aborted" : "failed";
        if (Kind == "failed" && Failure is null && end.Details is FailureEventDetails failure)
        {
            Failure = (failure.Error, failure.Cause);
        }
    }

    private void Note(HistoryEvent item)
    {
        switch (item.Details)
        {
            case TaskScheduledEventDetails scheduled:
                Attempts.Add(new Attempt(item.Timestamp, scheduled.Parameters));
                break;
            case LambdaFunctionScheduledEventDetails scheduled:
                Attempts.Add(new Attempt(item.Timestamp, scheduled.Input));
                break;
            case MapRunStartedEventDetails started:
                MapRunArn = started.MapRunArn;
                break;
            case TaskFailedEventDetails failed:
                Fail(item, failed.Error, failed.Cause);
                break;
            case MapRunFailedEventDetails failed:
                Fail(item, failed.Error, failed.Cause);
                break;
            case EvaluationFailedEventDetails failed:
                Fail(item, failed.Error, failed.Cause);
                break;
            case FailureEventDetails failed when item.Type.StartsWith("LambdaFunction", StringComparison.Ordinal):
                Fail(item, failed.Error, failed.Cause);
                break;
            default:
                if (Attempts.Count > 0 && (item.Type is "TaskSucceeded" or "LambdaFunctionSucceeded"))
                {
                    Attempts[^1] = Attempts[^1] with { Stop = item.Timestamp };
                }

                break;
        }
    }

    private void Fail(HistoryEvent item, string? error, string? cause)
    {
        Failure = (error, cause);
        if (Attempts is [.., var last])
        {
            Attempts[^1] = last with { Stop = item.Timestamp, Failure = (error, cause) };
        }
    }
}

/// <summary>One attempt of a Task.</summary>
/// <param name="Start">When it began.</param>
/// <param name="Arguments">What it called with.</param>
internal sealed record Attempt(DateTimeOffset Start, JsonElement Arguments)
{
    /// <summary>When it ended; null where it did not.</summary>
    public DateTimeOffset? Stop { get; init; }

    /// <summary>The error that it failed with; null where it did not.</summary>
    public (string? Error, string? Cause)? Failure { get; init; }
}
