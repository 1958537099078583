using System.Collections.Concurrent;

namespace Fanout.Local.Aws;

/// <summary>Tells of jobs that have ended, so that who waits for one need not ask for its state again and again. Safe for any thread.</summary>
public sealed class JobEvents
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _jobs = new();

    /// <summary>Ends with a job, well or not; at once where it has ended.</summary>
    /// <param name="id">The job's id: that of a query's execution or of a job's run.</param>
    public Task EndOf(string id) => Of(id).Task;

    /// <summary>Tells that a job has ended.</summary>
    /// <param name="id">The job's id.</param>
    public void Ended(string id) => Of(id).TrySetResult();

    private TaskCompletionSource Of(string id) =>
        _jobs.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
