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
        if (machine.Type == StateMachineType.Standard)
        {
            usage.Add(role, Prices.StandardTransition, outcome.Counts.StateTransitions);
            return;
        }

        var calls = isRealTime ? TimeSpan.Zero : outcome.Counts.TaskCalls.Values.Sum() * Prices.CallDuration;
        usage.Add(role, Prices.ExpressRequest, 1);
        usage.Add(role, Prices.ExpressGigabyteSecond, BilledQuantity.ExpressGigabyteSeconds(outcome.StopTime - outcome.StartTime + calls, Prices.ExpressMegabytes));
    }
}
