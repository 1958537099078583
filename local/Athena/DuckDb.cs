using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Fanout.Local.Jsonata;

namespace Fanout.Local.Athena;

/// <summary>
/// DuckDB in a Node process of its own, which is started by the first request. Requests run side by side, from any
/// thread; each has a database of its own, in at most 256 MB of memory.
/// </summary>
/// <param name="log">Gets a line where npm packages are installed.</param>
/// <param name="node">The Node program.</param>
public sealed class DuckDb(TextWriter log, string node = "node") : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1);
    private Process? _process;
    private Task _answers = Task.CompletedTask;
    private EngineException? _stopped;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isEnding;
    private long _lastId;

    /// <summary>Whether the process was needed yet.</summary>
    public bool IsStarted => _process is not null;

    /// <summary>Ends, with a sentence, where the process ends in the middle.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <param name="write">Writes the request's members.</param>
    /// <param name="cancellation">Interrupts a query.</param>
    /// <returns>The request's id, and what was answered.</returns>
    /// <exception cref="QueryFailedException">The query failed.</exception>
    /// <exception cref="EngineException">The engine could not be started, or stopped.</exception>
    internal async Task<(long Id, JsonElement Value)> AskAsync(Action<Utf8JsonWriter> write, CancellationToken cancellation)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        try
        {
            await SendAsync(id, write, cancellation);
            await using var registration = cancellation.Register(() => _ = InterruptAsync(id));
            return (id, await answer.Task);
        }
        catch (QueryFailedException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>Lets the process end; requests under way fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _isEnding = true;
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _answers;
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _stopped ??= new EngineException("The Athena engine was stopped.");
        _turn.Release();
    }

    private async Task InterruptAsync(long id)
    {
        try
        {
            await SendAsync(Interlocked.Increment(ref _lastId), json => json.WriteNumber("cancel", id), CancellationToken.None);
        }
        catch (EngineException)
        {
            // What is to be interrupted has ended.
        }
    }

    private async Task SendAsync(long id, Action<Utf8JsonWriter> write, CancellationToken cancellation)
    {
        var line = EngineRequest.Line(json =>
        {
            json.WriteNumber("id", id);
            write(json);
        });

        await _turn.WaitAsync(cancellation);
        try
        {
            if (_stopped is not null)
            {
                throw _stopped;
            }
            var input = (_process ??= await StartAsync(cancellation)).StandardInput.BaseStream;
            await input.WriteAsync(line, CancellationToken.None);
            await input.FlushAsync(CancellationToken.None);
        }
        catch (IOException problem)
        {
            throw new EngineException("The Athena engine stopped.", problem);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Process> StartAsync(CancellationToken cancellation)
    {
        var process = await EngineInstaller.StartAsync("duckdb.js", node, log, cancellation);
        _answers = Task.Run(() => ReadAnswersAsync(process), CancellationToken.None);
        return process;
    }

    private async Task ReadAnswersAsync(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            Answer(JsonElement.Parse(line));
        }
        _stopped = new EngineException($"The Athena engine, a Node process, stopped. {(await error).Trim()}".TrimEnd());
        if (!_isEnding)
        {
            _lost.TrySetResult(_stopped.Message);
        }
        foreach (var answer in _waiting.Values)
        {
            answer.TrySetException(_stopped);
        }
    }

    private void Answer(JsonElement line)
    {
        if (!_waiting.TryGetValue(line.GetProperty("id").GetInt64(), out var answer))
        {
            return;
        }
        if (line.TryGetProperty("failure", out var failure))
        {
            answer.TrySetException(new QueryFailedException(
                failure.GetProperty("name").GetString()!,
                failure.GetProperty("message").GetString()!,
                failure.GetProperty("isMalformed").GetBoolean()));
        }
        else
        {
            answer.TrySetResult(line.GetProperty("value"));
        }
    }
}
