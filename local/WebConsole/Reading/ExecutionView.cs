using System.Text.Json;
using Fanout.Local.Cost;
using Fanout.Local.Services.States;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Local.WebConsole.Reading;

/// <summary>All that is kept of an execution, as it was at one moment.</summary>
internal sealed record ExecutionView
{
    /// <summary>What lists have of it.</summary>
    public required ExecutionItem Item { get; init; }

    /// <summary>The definition that it runs, JSON.</summary>
    public required string Definition { get; init; }

    /// <summary>Its input.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>How it ended; null while it runs.</summary>
    public required ExecutionOutcome? End { get; init; }

    /// <summary>What Step Functions bills for it and its child executions; null while it runs.</summary>
    public required Bill? Bill { get; init; }

    /// <summary>Its events.</summary>
    public required IReadOnlyList<HistoryEvent> Events { get; init; }

    /// <summary>What became of its states, by their names.</summary>
    public required IReadOnlyDictionary<string, StateCounts> States { get; init; }

    /// <summary>Its Map Runs, and those of its children.</summary>
    public required IReadOnlyList<MapRunView> MapRuns { get; init; }

    /// <summary>The Express machines that it and its children ran.</summary>
    public required IReadOnlyList<NestedView> Nested { get; init; }

    /// <summary>The Standard executions that it and its children started.</summary>
    public required IReadOnlyList<ExecutionItem> Started { get; init; }

    /// <summary>The Standard children of its Map Runs that are kept.</summary>
    public required IReadOnlyList<ExecutionItem> Children { get; init; }

    /// <summary>When it started and ended, by the machine's clock.</summary>
    public required (DateTimeOffset Start, DateTimeOffset? End) Clock { get; init; }

    /// <summary>The clock of executions when it was looked at.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether waits took their time.</summary>
    public required bool IsRealTime { get; init; }

    /// <summary>That of an execution; to be called on the loop.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="definition">The definition that it runs.</param>
    /// <param name="all">What is kept of all.</param>
    /// <param name="loop">The loop that it runs on.</param>
    public static ExecutionView Of(
        StartedExecution execution, string definition, StartedExecutions all, EventLoop loop) => new()
        {
            Item = ExecutionItem.Of(execution, loop.Now),
            Definition = definition,
            Input = execution.Input,
            End = execution.End,
            Bill = execution.End is { } end ? ExecutionUsage.Of(execution.Machine.Type, end, loop.IsRealTime) : null,
            Events = [.. execution.Events],
            States = Copied(execution.Tally),
            MapRuns = [.. (execution.MapRun is null ? execution.MapRuns : all.MapRuns.Where(run => run.ExecutionArn == execution.Arn)).Select(MapRunView.Of)],
            Nested = [.. execution.Nested.Values.Select(NestedView.Of).OrderBy(nested => nested.Machine, StringComparer.Ordinal)],
            Started = [.. all.All.Where(other => other.StartedBy == execution.Arn && other.MapRun is null).Select(other => ExecutionItem.Of(other, loop.Now))],
            Children = [.. all.All.Where(other => other.StartedBy == execution.Arn && other.MapRun is not null).Select(other => ExecutionItem.Of(other, loop.Now))],
            Clock = (execution.ClockStart, execution.ClockEnd),
            Now = loop.Now,
            IsRealTime = loop.IsRealTime,
        };

    internal static Dictionary<string, StateCounts> Copied(StateTally tally) =>
        tally.States.ToDictionary(state => state.Key, state => state.Value with { });
}
