namespace Pulumi;

/// <summary>Waits until nothing is under way, or until something failed.</summary>
internal sealed class TaskMonitor
{
    private readonly Lock _lock = new();
    private readonly List<Exception> _exceptions = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _active;

    public void Add(Task task)
    {
        lock (_lock)
        {
            _active++;
        }

        _ = task.ContinueWith(
            Completed, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>The failures so far as soon as there is one; none once everything has ended well.</summary>
    public async Task<IReadOnlyList<Exception>> WaitAsync()
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_active == 0 || _exceptions.Count > 0)
                {
                    return [.. _exceptions.Distinct()];
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    private void Completed(Task task)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _active--;
            _exceptions.AddRange(task.Exception?.InnerExceptions ?? []);
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
