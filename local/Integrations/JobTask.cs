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
/// <param name="events">Tells of jobs that have ended.</param>
internal sealed class JobTask(
    JobKind job, IIntegration start, Func<string, IIntegration> operation, Func<CancellationToken, Task<JobEvents>> events) : IIntegration
{
    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement template) => start.CheckArguments(template);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        // Not broken off: what has been started can be stopped.
        var started = await start.CallAsync(arguments, context, CancellationToken.None);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            await context.Loop.InvokeAsync(() =>
            {
                context.Submitted(started);
                return Task.FromResult(true);
            });
            await (await events(cancellation)).EndOf(started.GetProperty(job.Id).GetString()!).WaitAsync(cancellation);
            JsonElement answer = default;
            foreach (var following in job.Follow)
            {
                answer = await CallAsync(following, started, context, cancellation);
            }

            var result = job.Result(answer);
            return job.State(result) == JobKind.Succeeded
                ? result
                : throw new TaskFailedException(ErrorNames.TaskFailed, JsonSerializer.Serialize(result, CompactJson.Options));
        }
        catch (OperationCanceledException)
        {
            await StopAsync(started, context);
            throw;
        }
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
        operation(call.Operation).CallAsync(JsonSerializer.SerializeToElement(call.Arguments(started)), context, cancellation);
}
