using Fanout.Local.Cloud;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Stacks;

namespace Fanout.Local.Stacks;

/// <summary>A local cloud with the stack in it, started when the first call needs it.</summary>
/// <param name="config">The stack's configuration.</param>
/// <param name="options">How the cloud is started.</param>
internal sealed class DeploymentOnDemand(StackConfig config, LocalCloudOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LocalCloud? _cloud;

    /// <summary>Told of the cloud when it has started, before the stack is made in it.</summary>
    public Action<LocalCloud>? Open { get; set; }

    /// <summary>Ends, with a sentence that names it, where a process that the cloud needs ends in the middle.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>The cloud; the first caller starts it.</summary>
    /// <exception cref="LocalException">A part could not be started, or a resource could not be made.</exception>
    public async Task<LocalCloud> GetAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_cloud is null)
            {
                _cloud = await LocalCloud.StartAsync(options, cancellation);
                Open?.Invoke(_cloud);
                _ = TellAsync(_cloud.Lost);
                await StackProgram.RunAsync(config, new Provisioner(_cloud, cancellation).CreateAsync, cancellation);
            }

            return _cloud;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits until every event that functions were invoked with has been worked on or given up.</summary>
    /// <returns>Why each that was given up was, in a sentence.</returns>
    public async Task<IEnumerable<string>> DrainAsync(CancellationToken cancellation)
    {
        if (_cloud is null)
        {
            return [];
        }

        await _cloud.Invocations.DrainAsync(cancellation);
        return _cloud.Invocations.Failures.Select(failure => failure.Message);
    }

    private async Task TellAsync(Task<string> lost) => _lost.TrySetResult(await lost);

    public async ValueTask DisposeAsync()
    {
        _turn.Dispose();
        await (_cloud?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
