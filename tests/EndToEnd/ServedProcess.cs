using System.Collections.Concurrent;
using System.Diagnostics;
using Fanout.Local;

namespace Fanout.Tests.EndToEnd;

/// <summary>The command <c>serve</c> in a process of its own, with a folder of its own for what is temporary.</summary>
internal sealed class ServedProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _temporary = new("serve");
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly Process _process;
    private Task _rest = Task.CompletedTask;

    private ServedProcess(string[] arguments)
    {
        _process = CommandLine.Start(
            "Fanout.Local",
            searchPath: null,
            // What .NET makes for debuggers is not this program's.
            new Dictionary<string, string?> { ["TMPDIR"] = _temporary.Path, ["DOTNET_EnableDiagnostics"] = "0" },
            ["serve", .. arguments]);
    }

    /// <summary>What the exported variables are.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Where it is served, of the first line.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>The address that opens its console.</summary>
    public Uri Console { get; private set; } = null!;

    /// <summary>The processes that it has started.</summary>
    public int[] Children => ProcessTable.ChildrenOf(_process.Id);

    /// <summary>What is left in the folder for what is temporary.</summary>
    public string[] Left => Directory.GetFileSystemEntries(_temporary.Path);

    /// <summary>Starts the command and waits until it has said how it is used.</summary>
    public static async Task<ServedProcess> StartAsync(params string[] arguments)
    {
        var served = new ServedProcess(arguments);
        var errors = Task.Run(async () =>
        {
            while (await served._process.StandardError.ReadLineAsync() is { } line)
            {
                served._errors.Enqueue(line);
            }
        });
        await served.ReadAsync(errors);
        served._rest = Task.WhenAll(errors, served._process.StandardOutput.ReadToEndAsync());
        return served;
    }

    /// <summary>Ends the command by a signal.</summary>
    /// <returns>The exit code, and what was said on standard error.</returns>
    public async Task<(int ExitCode, string Error)> EndAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await _process.WaitForExitAsync();
        await _rest;
        return (_process.ExitCode, string.Join('\n', _errors));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _temporary.Dispose();
    }

    // Two lines, a blank one, the exports.
    private async Task ReadAsync(Task errors)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("export ", StringComparison.Ordinal))
            {
                var pair = line["export ".Length..].Split('=', 2);
                Variables.Add(pair[0], pair[1]);
            }
            else if (line.StartsWith("Served at ", StringComparison.Ordinal))
            {
                Endpoint = new Uri(line.Split(' ')[2]);
                Console = new Uri(line.Split(' ')[^1]);
            }

            if (Variables.ContainsKey("AWS_CONFIG_FILE") || Variables.ContainsKey("AWS_DISABLE_HOST_PREFIX_INJECTION"))
            {
                return;
            }
        }

        await errors;
        throw new AssertionException($"serve ended before it served: {string.Join('\n', _errors)}");
    }
}
