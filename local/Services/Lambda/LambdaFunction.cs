using System.Collections.Concurrent;
using System.Security.Cryptography;
using Fanout.Local.Services.Logs;

namespace Fanout.Local.Services.Lambda;

/// <summary>A deployed function: its unpacked zip and the execution environments that run it, reused when idle.</summary>
internal sealed class LambdaFunction : IAsyncDisposable
{
    // More processes than this only get in each other's way; further calls wait for a free one.
    private static readonly int EnvironmentLimit = Math.Max(4, 2 * Environment.ProcessorCount);

    private readonly Func<ExecutionEnvironment, string> _runtimeApiOf;
    private readonly LogGroups _logs;
    private readonly ConcurrentBag<ExecutionEnvironment> _idle = [];
    private readonly ConcurrentBag<ExecutionEnvironment> _all = [];
    private readonly TemporaryFolder _code = new("function");
    private readonly TemporaryFolder _temporary = new("function-tmp");
    private readonly Lock _entering = new();
    private readonly TaskCompletionSource _unused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lazy<Task> _end;
    private FunctionConfiguration _function;
    private SemaphoreSlim _free;
    private int _calls;
    private bool _retired;

    /// <exception cref="LocalException">The zip does not exist, is none, or is too large.</exception>
    public LambdaFunction(FunctionConfiguration function, Func<ExecutionEnvironment, string> runtimeApiOf, LogGroups logs)
    {
        _function = function;
        _runtimeApiOf = runtimeApiOf;
        _logs = logs;
        _free = Gate(function);
        _end = new Lazy<Task>(EndAsync);
        try
        {
            Package = FunctionPackage.Read(function.Name, function.Package, _code.Path);
        }
        catch (LocalException)
        {
            DeleteFolders();
            throw;
        }
    }

    /// <summary>The function as it was deployed.</summary>
    public FunctionConfiguration Configuration => _function;

    /// <summary>Its zip.</summary>
    public FunctionPackage Package { get; }

    /// <summary>What its zip can be asked for by, which only who may know the function is told.</summary>
    public string CodeToken { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>When it was deployed.</summary>
    public DateTimeOffset LastModified { get; } = DateTimeOffset.UtcNow;

    /// <summary>What differs after each deployment.</summary>
    public string RevisionId { get; } = Guid.NewGuid().ToString();

    /// <summary>Changes what its processes need not know: its tags, and how many of them there may be.</summary>
    public void Amend(FunctionConfiguration function)
    {
        if (function.ReservedConcurrency != _function.ReservedConcurrency)
        {
            _free = Gate(function);
        }

        _function = function;
    }

    /// <summary>Begins a call, to be ended by <see cref="Leave"/>; false where the function has been replaced.</summary>
    public bool TryEnter()
    {
        lock (_entering)
        {
            _calls += _retired ? 0 : 1;
            return !_retired;
        }
    }

    /// <summary>Ends a call.</summary>
    public void Leave()
    {
        lock (_entering)
        {
            _calls--;
            EndIfUnused();
        }
    }

    /// <summary>Takes no more calls, and ends when those that are under way have ended.</summary>
    public async Task RetireAsync()
    {
        lock (_entering)
        {
            _retired = true;
            EndIfUnused();
        }

        await _unused.Task;
        await DisposeAsync();
    }

    /// <summary>Invokes the function and waits for its result.</summary>
    /// <param name="payload">The event, as JSON.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="now">The caller's clock; called by any thread.</param>
    /// <param name="cancellation">Ends the invocation and its process.</param>
    /// <exception cref="LambdaException">The request is too large, or the function's reserved concurrency is 0.</exception>
    public async Task<InvocationResult> InvokeAsync(
        byte[] payload, string requestId, Func<DateTimeOffset> now, CancellationToken cancellation)
    {
        if (_function.ReservedConcurrency == 0)
        {
            throw new LambdaException("TooManyRequestsException", 429, "Rate Exceeded.");
        }

        if (payload.Length > ExecutionEnvironment.PayloadLimit)
        {
            throw new LambdaException(
                "RequestTooLargeException",
                413,
                $"{payload.Length} byte payload is too large for the RequestResponse invocation type (limit {ExecutionEnvironment.PayloadLimit} bytes)");
        }

        var free = _free;
        // Calls whose callers have gone wait too; the end of the function is the end of those.
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ending.Token);
        await free.WaitAsync(given.Token);
        try
        {
            var environment = TakeEnvironment(now);
            var result = await environment.InvokeAsync(payload, requestId, now, cancellation);
            _idle.Add(environment);
            return result;
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Ends its processes; a second call waits for the first.</summary>
    public ValueTask DisposeAsync() => new(_end.Value);

    private static SemaphoreSlim Gate(FunctionConfiguration function) =>
        new(Math.Max(1, Math.Min(function.ReservedConcurrency ?? EnvironmentLimit, EnvironmentLimit)));

    private void EndIfUnused()
    {
        if (_retired && _calls == 0)
        {
            _unused.TrySetResult();
        }
    }

    private async Task EndAsync()
    {
        await _ending.CancelAsync();
        foreach (var environment in _all)
        {
            await environment.DisposeAsync();
        }

        DeleteFolders();
    }

    private void DeleteFolders()
    {
        _code.Dispose();
        _temporary.Dispose();
    }

    private ExecutionEnvironment TakeEnvironment(Func<DateTimeOffset> now)
    {
        while (_idle.TryTake(out var idle))
        {
            if (idle.IsUsable)
            {
                return idle;
            }
        }

        var environment = new ExecutionEnvironment(_function, _code.Path, _temporary.Path, _logs, now);
        _all.Add(environment);
        environment.Start(_runtimeApiOf(environment));
        return environment;
    }
}
