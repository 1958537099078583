using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Fanout.Local.Services.Logs;

namespace Fanout.Local.Services.Lambda;

/// <summary>
/// One process that runs a function, one invocation after the other ("Understanding the Lambda execution environment
/// lifecycle").
/// </summary>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    /// <summary>The largest request or response of a synchronous call ("Lambda quotas").</summary>
    public const int PayloadLimit = 6 * 1024 * 1024;

    private const string ExitError = "Runtime.ExitError";
    private const char Mark = '\u001e';

    // What a process needs to find the .NET runtime; the rest of this process's variables is none of its business.
    private static readonly string[] Inherited = ["PATH", "HOME", "DOTNET_ROOT"];

    // AWS gives ten seconds; a busy machine may need more.
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    // What a process has written is read when it is gone; whom it started may keep its output open.
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(1);

    private readonly Channel<Invocation> _invocations = Channel.CreateUnbounded<Invocation>();
    private readonly FunctionConfiguration _function;
    private readonly LogGroups _logs;
    private readonly string _logStream;
    private readonly PlatformLog _platform;
    private readonly Process _process;
    private Func<DateTimeOffset> _now;
    private Task _ended = Task.CompletedTask;
    private long _begin;
    private TimeSpan? _start;
    private bool _hasServed;
    private long _mostMemory;
    private Invocation? _current;
    private bool _killed;

    /// <param name="function">The function that the process runs.</param>
    /// <param name="codeFolder">Its unpacked deployment package.</param>
    /// <param name="temporary">The folder of its temporary files.</param>
    /// <param name="logs">Where its output goes.</param>
    /// <param name="now">The clock of the first caller, by which it is logged.</param>
    public ExecutionEnvironment(
        FunctionConfiguration function, string codeFolder, string temporary, LogGroups logs, Func<DateTimeOffset> now)
    {
        _now = now;
        _function = function;
        _logs = logs;
        _logStream = LogStreamOf(function);
        _platform = new PlatformLog(function, _logStream, Log);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "lambda-host", "lambda-host.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = codeFolder,
        };
        foreach (var variable in start.Environment.Keys.Except(Inherited).ToArray())
        {
            start.Environment.Remove(variable);
        }

        // Of what a debugger connects to, a killed process leaves files behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (name, value) in function.RuntimeVariables(codeFolder, _logStream)
            .Concat(function.Credentials.Variables())
            .Concat(function.Environment))
        {
            start.Environment[name] = value;
        }

        start.Environment["TMPDIR"] = temporary;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => OnOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => OnOutput(line.Data);
        _process.Exited += (_, _) => OnExited();
    }

    /// <summary>Whether the process can take another invocation.</summary>
    public bool IsUsable => !_killed && !_process.HasExited;

    /// <summary>Starts the process.</summary>
    /// <param name="runtimeApi">Where it asks for its invocations.</param>
    public void Start(string runtimeApi)
    {
        _process.StartInfo.Environment["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        _platform.InitStarted(_now());
        _begin = Stopwatch.GetTimestamp();
        _process.Start();
        _ended = _process.WaitForExitAsync();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs one invocation; the caller has the environment for itself.</summary>
    /// <param name="payload">The event, as JSON.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="now">The caller's clock, by which the function logs; called by any thread.</param>
    /// <param name="cancellation">Ends the invocation and the process.</param>
    public async Task<InvocationResult> InvokeAsync(
        byte[] payload, string requestId, Func<DateTimeOffset> now, CancellationToken cancellation)
    {
        var invocation = new Invocation(requestId, payload);
        _now = now;
        _current = invocation;
        _invocations.Writer.TryWrite(invocation);
        if (_process.HasExited)
        {
            OnExited();
        }

        var result = await ResultAsync(invocation, cancellation);
        _mostMemory = Math.Max(_mostMemory, PeakMemory.Of(_process));
        await ReadToEndAsync();
        if (_start is null)
        {
            _start = Stopwatch.GetElapsedTime(_begin);
            _platform.InitEnded(_now(), _start.Value, result.Status);
            _platform.Started(_now(), requestId);
        }

        result = result with { InitDuration = _hasServed ? TimeSpan.Zero : _start.Value };
        _hasServed = true;
        _platform.Ended(_now(), requestId, result, _mostMemory);
        return result with { LogTail = invocation.LogTail() };
    }

    /// <summary>Waits for the next invocation, for the process.</summary>
    /// <returns>The invocation, and when the function must have answered.</returns>
    public async Task<(Invocation Invocation, DateTimeOffset Deadline)> NextAsync(CancellationToken cancellation)
    {
        if (_start is null)
        {
            _start = Stopwatch.GetElapsedTime(_begin);
            _platform.InitEnded(_now(), _start.Value, InvocationStatus.Success);
        }

        var invocation = await _invocations.Reader.ReadAsync(cancellation);
        _platform.Started(_now(), invocation.RequestId);
        _mostMemory = Math.Max(_mostMemory, PeakMemory.Of(_process));
        invocation.Taken();
        return (invocation, DateTimeOffset.UtcNow + _function.Timeout);
    }

    /// <summary>Takes the process's answer to an invocation.</summary>
    public void Complete(string requestId, InvocationResult result)
    {
        if (_current is { } invocation && invocation.RequestId == requestId)
        {
            invocation.Answered(result);
        }
    }

    /// <summary>Takes the process's report that the function cannot be started.</summary>
    public void FailToStart(byte[] error) => _current?.Fail(new InvocationResult(error, new InvocationStatus("error", ExitError)));

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _ended;
        _process.Dispose();
    }

    // Where functions share a log group, the streams have their names ("Configuring log groups", Lambda Developer Guide).
    private static string LogStreamOf(FunctionConfiguration function)
    {
        var name = function.LogGroup == FunctionConfiguration.DefaultLogGroup(function.Name) ? "" : function.Name;
        return string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy/MM/dd}/{name}[$LATEST]{Guid.NewGuid():N}");
    }

    private void OnOutput(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith(Mark))
        {
            _current?.OutputEnded();
        }
        else if (_function.Logging.Keeps(line))
        {
            Log(line, _now());
        }
    }

    private void Log(string line, DateTimeOffset time)
    {
        _logs.Write(_function.LogGroup, _logStream, line, time);
        _current?.Log(line);
    }

    private void OnExited() => _current?.Fail(InvocationResult.Error(
        ExitError,
        $"RequestId: {_current.RequestId} Error: Runtime exited with error: {ExitStatus.Of(_process)}"));

    private async Task<InvocationResult> ResultAsync(Invocation invocation, CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        try
        {
            // The start of a process is no part of the function's time ("Lambda execution environment lifecycle").
            await invocation.Begun.WaitAsync(LongestStart, cancellation);
            begin = Stopwatch.GetTimestamp();
            var result = await invocation.Result.WaitAsync(_function.Timeout, cancellation);
            return (result.Payload.Length <= PayloadLimit ? result : InvocationResult.Error(
                "Function.ResponseSizeTooLarge",
                $"Response payload size exceeded maximum allowed payload size ({PayloadLimit} bytes).")) with
            {
                Duration = _start is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(begin),
            };
        }
        catch (TimeoutException)
        {
            _mostMemory = Math.Max(_mostMemory, PeakMemory.Of(_process));
            Kill();
            return InvocationResult.Error(
                "Sandbox.Timedout",
                $"RequestId: {invocation.RequestId} Error: Task timed out after {_function.Timeout.TotalSeconds:0.00} seconds",
                InvocationStatus.Timeout) with
            {
                Duration = _start is null ? TimeSpan.Zero : _function.Timeout,
            };
        }
        catch (OperationCanceledException)
        {
            Kill();
            throw;
        }
    }

    private async Task ReadToEndAsync()
    {
        if (!IsUsable)
        {
            await Task.WhenAny(_ended, Task.Delay(LongestReading));
        }
    }

    private void Kill()
    {
        _killed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }
}
