using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Fanout.Local.Cloud;

/// <summary>The emulator behind the gateway: a moto_server process on a socket of its own, or on a free loopback port.</summary>
public sealed class MotoServer : IAsyncDisposable
{
    // A cold Python on a busy machine needs some seconds to import moto.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _lastLine = "";
    private volatile bool _isEnding;

    private MotoServer(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
        _process.OutputDataReceived += (_, line) => _lastLine = line.Data ?? _lastLine;
        _process.ErrorDataReceived += (_, line) => _lastLine = line.Data ?? _lastLine;
        _process.Exited += (_, _) => OnExited();
        _process.EnableRaisingEvents = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where the server answers.</summary>
    public Uri Endpoint { get; }

    /// <summary>Ends, with a sentence, where the server ends in the middle.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Starts the server and waits until it answers.</summary>
    /// <param name="command">The program.</param>
    /// <param name="arguments">What it is given before the address.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <param name="socket">The socket, <see cref="EmulatorAddress"/>; null for a port.</param>
    /// <exception cref="LocalException">It ended, or did not answer in time.</exception>
    public static async Task<MotoServer> StartAsync(string command, IEnumerable<string> arguments, CancellationToken cancellation, Uri? socket = null)
    {
        var endpoint = socket ?? new Uri($"http://127.0.0.1:{FreePort()}");
        string[] address = socket is null ? ["-H", endpoint.Host, "-p", $"{endpoint.Port}"] : ["-H", $"unix://{socket.LocalPath}"];
        var start = PythonProcess.Start(command, [.. arguments, .. address]);
        start.Environment["IS_EMULATOR"] = "1";
        var process = Process.Start(start) ?? throw new LocalException($"{command} could not be started.");
        var server = new MotoServer(process, endpoint);
        try
        {
            await server.WaitUntilReadyAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process.</summary>
    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient(EmulatorAddress.HandlerOf(Endpoint)) { BaseAddress = EmulatorAddress.BaseOf(Endpoint) };
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < StartLimit)
        {
            if (_process.HasExited)
            {
                throw new LocalException(WithLastLine($"moto_server ended ({ExitStatus.Of(_process)})"));
            }

            try
            {
                using var response = await http.GetAsync(new Uri("/moto-api/data.json", UriKind.Relative), cancellation);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(PollInterval, cancellation);
            }
        }

        throw new LocalException(WithLastLine($"moto_server did not answer within {StartLimit.TotalSeconds:0} s"));
    }

    private void OnExited()
    {
        if (!_isEnding)
        {
            _lost.TrySetResult(WithLastLine($"moto_server ended in the middle ({ExitStatus.Of(_process)})"));
        }
    }

    private string WithLastLine(string problem) => _lastLine.Length == 0 ? $"{problem}." : $"{problem}: {_lastLine}";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
