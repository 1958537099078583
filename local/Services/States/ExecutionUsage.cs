using Fanout.Local.Aws;
using Fanout.Local.Cost;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.Services.States;

/// <summary>What Step Functions bills an execution with: a Standard one by its transitions, an Express one by its time.</summary>
internal static class ExecutionUsage
{
    /// <summary>Counts an execution that has ended; its child executions count themselves.</summary>
    /// <param name="machine">What it ran.</param>
    /// <param name="outcome">What it did.</param>
    /// <param name="isRealTime">Whether its calls took time on its clock.</param>
    /// <param name="usage">Where it is counted.</param>
    public static void Count(StateMachine machine, ExecutionOutcome outcome, bool isRealTime, Usage usage)
    {
        var role = Caller.NameOf(machine.RoleArn);
        foreach (var (price, quantity) in Of(machine.Type, ChildCounts.Of(outcome), isRealTime))
        {
            usage.Add(role, price, quantity);
        }
    }

    /// <summary>The bill of an execution that has ended and of its child executions, without what their tasks led to.</summary>
    /// <param name="type">The type of its machine.</param>
    /// <param name="outcome">What it did.</param>
    /// <param name="isRealTime">Whether its calls took time on its clock.</param>
    public static Bill Of(StateMachineType type, ExecutionOutcome outcome, bool isRealTime) => Bill.Of(
        outcome.Counts.Children.Append(KeyValuePair.Create(type, ChildCounts.Of(outcome))).SelectMany(counts => Of(counts.Key, counts.Value, isRealTime)));

    private static IEnumerable<(UnitPrice Price, decimal Quantity)> Of(StateMachineType type, ChildCounts counts, bool isRealTime) =>
        type == StateMachineType.Standard
            ? [(Prices.StandardTransition, counts.StateTransitions)]
            :
            [
                (Prices.ExpressRequest, counts.Executions),
                (Prices.ExpressGigabyteSecond, BilledQuantity.ExpressGigabyteSeconds(
                    counts.Duration + (isRealTime ? 0 : counts.TaskCalls) * Prices.CallDuration, Prices.ExpressMegabytes)),
            ];
}
