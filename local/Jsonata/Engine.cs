using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Fanout.Local.Jsonata;

/// <summary>
/// JSONata by its reference implementation, in a Node process of its own. Requests are pipelined: any number may be
/// under way, from any thread; they are answered in order.
/// </summary>
public sealed class Engine : IAsyncDisposable
{
    private const int LengthOfReads = 64 * 1024;

    // A value may be as deep as any that is read; here it stands in an object.
    private static readonly JsonReaderOptions OneLevelMore = new() { MaxDepth = 65 };

    private readonly Process _process;
    private readonly Channel<ReadOnlyMemory<byte>> _requests = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> _waiting = new();
    private readonly Dictionary<string, int> _templates = [];
    private readonly Lock _lock = new();
    private readonly Task _pumps;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isEnding;
    private long _lastId;
    private EngineException? _stopped;

    private Engine(Process process)
    {
        _process = process;
        _pumps = Task.WhenAll(Task.Run(WriteRequestsAsync), Task.Run(ReadAnswersAsync));
    }

    /// <summary>Starts the engine, after installing its npm packages where they are missing.</summary>
    /// <param name="log">Gets a line where something is installed.</param>
    /// <param name="cancellation">Stops the installation.</param>
    /// <param name="node">The Node program.</param>
    /// <exception cref="EngineException">Node or npm is missing, too old, or failed.</exception>
    public static async Task<Engine> StartAsync(TextWriter log, CancellationToken cancellation, string node = "node") =>
        new(await EngineInstaller.StartAsync(node, log, cancellation));

    /// <summary>Ends, with a sentence, where the process ends in the middle.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Evaluates all expressions of a template.</summary>
    /// <returns>The template's value with each expression replaced by its result.</returns>
    /// <exception cref="EvaluationException">An expression has no usable result.</exception>
    /// <exception cref="EngineException">The engine stopped.</exception>
    public Task<JsonElement> EvaluateAsync(Template template, Bindings bindings)
    {
        if (template.Expressions.Count == 0)
        {
            return Task.FromResult(template.Value);
        }
        // The request that defines a template must be written before any other that names it.
        lock (_lock)
        {
            var define = !_templates.TryGetValue(template.Key, out var number);
            if (define)
            {
                number = _templates[template.Key] = _templates.Count + 1;
            }
            return SendAsync(id => EngineRequest.Evaluate(id, template, number, define, bindings));
        }
    }

    /// <summary>Checks the syntax of expressions, and that they read from no context at their top level.</summary>
    /// <returns>For each expression what is wrong with it, as the end of a sentence, or null.</returns>
    public async Task<IReadOnlyList<string?>> CheckAsync(IReadOnlyCollection<string> expressions)
    {
        if (expressions.Count == 0)
        {
            return [];
        }
        Task<JsonElement> answer;
        lock (_lock)
        {
            answer = SendAsync(id => EngineRequest.Check(id, expressions));
        }
        return [.. (await answer).EnumerateArray().Select(problem => problem.GetString())];
    }

    /// <summary>Places the nodes and edges of a graph.</summary>
    /// <param name="graph">The graph in ELK's JSON format ("ELK JSON").</param>
    /// <returns>The graph with coordinates.</returns>
    /// <exception cref="EvaluationException">It cannot be laid out.</exception>
    /// <exception cref="EngineException">The engine stopped.</exception>
    public async Task<JsonElement> LayOutAsync(JsonNode graph)
    {
        Task<JsonElement> answer;
        lock (_lock)
        {
            answer = SendAsync(id => EngineRequest.LayOut(id, graph));
        }
        return await answer;
    }

    /// <summary>Lets the process end; requests under way fail.</summary>
    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        _requests.Writer.TryComplete();
        await _pumps;
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private Task<JsonElement> SendAsync(Func<long, ReadOnlyMemory<byte>> request)
    {
        var id = ++_lastId;
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        if (_stopped is not null || !_requests.Writer.TryWrite(request(id)))
        {
            _waiting.TryRemove(id, out _);
            answer.TrySetException(_stopped ?? new EngineException("The JSONata engine was stopped."));
        }
        return answer.Task;
    }

    private async Task WriteRequestsAsync()
    {
        var input = _process.StandardInput.BaseStream;
        try
        {
            while (await _requests.Reader.WaitToReadAsync())
            {
                while (_requests.Reader.TryRead(out var request))
                {
                    await input.WriteAsync(request);
                }
                await input.FlushAsync();
            }
            input.Close();
        }
        catch (IOException)
        {
            // The process ended: the reader sees it too, and says so to whoever waits.
        }
    }

    private async Task ReadAnswersAsync()
    {
        var error = _process.StandardError.ReadToEndAsync();
        var output = PipeReader.Create(_process.StandardOutput.BaseStream, new StreamPipeReaderOptions(bufferSize: LengthOfReads));
        for (ReadResult read = default; !read.IsCompleted;)
        {
            read = await output.ReadAsync();
            var unread = read.Buffer;
            while (unread.PositionOf((byte)'\n') is { } end)
            {
                Answer(new Utf8JsonReader(unread.Slice(0, end), OneLevelMore));
                unread = unread.Slice(unread.GetPosition(1, end));
            }
            output.AdvanceTo(unread.Start, unread.End);
        }
        var stopped = new EngineException($"The JSONata engine, a Node process, stopped. {(await error).Trim()}".TrimEnd());
        lock (_lock)
        {
            _stopped = stopped;
        }
        if (!_isEnding)
        {
            _lost.TrySetResult(stopped.Message);
        }
        foreach (var id in _waiting.Keys)
        {
            if (_waiting.TryRemove(id, out var answer))
            {
                answer.TrySetException(stopped);
            }
        }
    }

    // {"id": 1, "value": ...}, or "failure": only that is copied.
    private void Answer(Utf8JsonReader line)
    {
        line.Read();
        line.Read();
        line.Read();
        var id = line.GetInt64();
        line.Read();
        var isFailure = line.ValueTextEquals("failure");
        line.Read();
        if (!_waiting.TryRemove(id, out var answer))
        {
            return;
        }
        var content = JsonElement.ParseValue(ref line);
        if (isFailure)
        {
            answer.TrySetException(new EvaluationException(
                Enum.Parse<EvaluationFailure>(content.GetProperty("kind").GetString()!, ignoreCase: true),
                content.GetProperty("location").GetString()!,
                content.GetProperty("expression").GetString()!,
                content.TryGetProperty("message", out var message) ? message.GetString() : null));
        }
        else
        {
            answer.TrySetResult(content);
        }
    }
}
