using System.Text.Json;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>A state with Retry and Catch ("Handling errors in Step Functions workflows").</summary>
internal abstract class RetryingState(string name, string type, ErrorHandling handling) : State(name, type)
{
    public sealed override async Task<Completion> EvaluateAsync(Visit visit)
    {
        var attempts = new int[handling.Retriers.Count];
        while (true)
        {
            try
            {
                return await AttemptAsync(visit);
            }
            catch (StateException failure) when (!failure.IsTerminal)
            {
                if (handling.Retry(failure, attempts, visit.Execution.Random) is { } delay)
                {
                    await visit.Execution.Loop.DelayAsync(delay, visit.Branch.Cancellation);
                    visit.RetryCount++;
                    visit.Execution.Counts.Retries++;
                    visit.Execution.Tally.Note(Name, counts => counts.Retries++);
                    visit.Execution.Counts.StateTransitions++;
                    continue;
                }
                GaveUp(visit);
                if (handling.Catch(failure) is not { } exit)
                {
                    throw;
                }
                var errorOutput = ErrorOutput(failure);
                var completion = await exit.LeaveAsync(visit, errorOutput, ("errorOutput", errorOutput));
                visit.Execution.Tally.Note(Name, counts => (counts.Caught, counts.LastError) = (counts.Caught + 1, failure.Error));
                return completion;
            }
        }
    }

    /// <summary>Runs the state once.</summary>
    protected abstract Task<Completion> AttemptAsync(Visit visit);

    /// <summary>Called where no retry is left, before a Catch.</summary>
    protected virtual void GaveUp(Visit visit)
    {
    }

    private static JsonElement ErrorOutput(StateException failure) => Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("Error", failure.Error);

        // Of a timeout the service says nothing more; a Fail state that says nothing has no cause.
        json.WriteString("Cause", failure.Cause ?? (failure.Error == ErrorNames.Timeout ? "" : null));
        json.WriteEndObject();
    });
}
