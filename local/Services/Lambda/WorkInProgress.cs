namespace Fanout.Local.Services.Lambda;

/// <summary>Work that goes on in the background, and when there is none left.</summary>
internal sealed class WorkInProgress
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Starts work, which must report what goes wrong by itself.</summary>
    public void Start(Func<Task> work)
    {
        lock (_lock)
        {
            _count++;
        }

        _ = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            finally
            {
                End();
            }
        });
    }

    /// <summary>Waits until no work is left, neither what is there now nor what is started meanwhile.</summary>
    public Task IdleAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _count == 0 ? Task.CompletedTask : _idle.Task.WaitAsync(cancellation);
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_count > 0)
            {
                return;
            }

            _idle.SetResult();
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
