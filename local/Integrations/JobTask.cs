using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// A Task that ends with the job that it starts, and fails with it ("Run a Job (.sync)"): it is started, described and, where
/// the Task is given up, stopped by the API, as the machine's role.
/// </summary>
/// <param name="job">The kind of job.</param>
/// <param name="start">Starts it.</param>
/// <param name="operation">Another operation of the service, by name.</param>
/// <param name="events">Tells of jobs that have ended and are no executions.</param>
internal sealed class JobTask(
    JobKind job, IIntegration start, Func<string, IIntegration> operation, Func<CancellationToken, Task<JobEvents>> events) : IIntegration
{
    /// <inheritdoc />
    public bool UsesLoopTime => true;

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement template) => start.CheckArguments(template);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        using var execution = job.IsExecution ? context.ExpectStart(StateMachineType.Standard, null) : null;
        // Not broken off: what has been started can be stopped.
        var started = await start.CallOnLoopAsync(arguments, context with { Ticket = execution?.Ticket }, CancellationToken.None);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            context.Submitted(started);
            var outcome = execution is null
                ? await context.Loop.OutsideAsync(EndOfAsync(started.GetProperty(job.Id).GetString()!, cancellation))
                : await execution.EndAsync(cancellation);
            JsonElement answer = default;
            foreach (var following in job.Follow)
            {
                answer = await CallAsync(following, started, context, cancellation);
            }

            var result = job.Result(answer);
            return job.State(result) == JobKind.Succeeded
                ? result
                : throw new TaskFailedException(ErrorNames.TaskFailed, JsonSerializer.Serialize(result, CompactJson.Options)) { FailedChild = outcome };
        }
        catch (OperationCanceledException)
        {
            await StopAsync(started, context);
            throw;
        }
    }

    // Only an execution ends with an outcome.
    private async Task<ExecutionOutcome?> EndOfAsync(string id, CancellationToken cancellation)
    {
        await (await events(cancellation)).EndOf(id).WaitAsync(cancellation);
        return null;
    }

    // What may not be stopped goes on, and nobody waits for it.
    private async Task StopAsync(JsonElement started, TaskContext context)
    {
        try
        {
            await CallAsync(job.Stop, started, context, CancellationToken.None);
        }
        catch (TaskFailedException)
        {
        }
    }

    private Task<JsonElement> CallAsync(JobCall call, JsonElement started, TaskContext context, CancellationToken cancellation) =>
        operation(call.Operation).CallOnLoopAsync(JsonSerializer.SerializeToElement(call.Arguments(started)), context, cancellation);
}
