using System.Collections.Concurrent;
using Fanout.Local;
using Fanout.Local.Cloud;
using Fanout.Stacks;

namespace Fanout.Tests.EndToEnd;

/// <summary>Emulators that many deployments use one after the other, each as empty as a new one.</summary>
internal sealed class EmulatorPool : IAsyncDisposable
{
    private readonly ConcurrentBag<MotoServer> _idle = [];
    private readonly HttpClient _http = new();

    /// <summary>Lends an empty emulator.</summary>
    public async Task<T> UseAsync<T>(Func<Uri, Task<T>> use)
    {
        var server = _idle.TryTake(out var idle) ? idle : await StartAsync();
        try
        {
            using var answer = await _http.PostAsync(new Uri(server.Endpoint, "moto-api/reset"), content: null);
            answer.EnsureSuccessStatusCode();
            return await use(server.Endpoint);
        }
        finally
        {
            _idle.Add(server);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var server in _idle)
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<MotoServer> StartAsync() => await MotoServer.StartAsync(
        await PythonEnvironment.FindMotoServerAsync(
            RepositoryPaths.Root, Environment.GetEnvironmentVariable("PATH") ?? "", TestContext.Progress, CancellationToken.None),
        [],
        CancellationToken.None);
}
