using System.Collections.Concurrent;
using System.IO.Compression;
using Fanout.Local.Cloud;

namespace Fanout.Local.Lambda;

/// <summary>A deployed function: its unpacked zip and the execution environments that run it, reused when idle.</summary>
internal sealed class LambdaFunction : IAsyncDisposable
{
    // A synchronous request or response ("Lambda quotas").
    private const int PayloadLimit = 6 * 1024 * 1024;

    // More processes than this only get in each other's way; further calls wait for a free one.
    private static readonly int EnvironmentLimit = Math.Max(4, 2 * Environment.ProcessorCount);

    private readonly FunctionConfiguration _function;
    private readonly Func<ExecutionEnvironment, string> _runtimeApiOf;
    private readonly LogGroups _logs;
    private readonly SemaphoreSlim _free;
    private readonly ConcurrentBag<ExecutionEnvironment> _idle = [];
    private readonly ConcurrentBag<ExecutionEnvironment> _all = [];
    private readonly TemporaryFolder _code = new("function");
    private readonly TemporaryFolder _temporary = new("function-tmp");

    /// <exception cref="LocalException">The zip does not exist or is none.</exception>
    public LambdaFunction(FunctionConfiguration function, Func<ExecutionEnvironment, string> runtimeApiOf, LogGroups logs)
    {
        _function = function;
        _runtimeApiOf = runtimeApiOf;
        _logs = logs;
        _free = new SemaphoreSlim(Math.Min(function.ReservedConcurrency ?? EnvironmentLimit, EnvironmentLimit));
        try
        {
            ZipFile.ExtractToDirectory(function.Package, _code.Path);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            DeleteFolders();
            throw new LocalException(
                $"The deployment package of {function.Name} cannot be unpacked: {problem.Message} Build the project again.",
                problem);
        }
    }

    /// <summary>The function as it was deployed.</summary>
    public FunctionConfiguration Configuration => _function;

    /// <summary>Invokes the function and waits for its result.</summary>
    /// <exception cref="LambdaException">The request is too large, or the function's reserved concurrency is 0.</exception>
    public async Task<InvocationResult> InvokeAsync(byte[] payload, string requestId, CancellationToken cancellation)
    {
        if (_function.ReservedConcurrency == 0)
        {
            throw new LambdaException("TooManyRequestsException", 429, "Rate Exceeded.");
        }

        if (payload.Length > PayloadLimit)
        {
            throw new LambdaException(
                "RequestTooLargeException",
                413,
                $"{payload.Length} byte payload is too large for the RequestResponse invocation type (limit {PayloadLimit} bytes)");
        }

        await _free.WaitAsync(cancellation);
        try
        {
            var environment = TakeEnvironment();
            var result = await environment.InvokeAsync(payload, requestId, cancellation);
            _idle.Add(environment);
            return result.Payload.Length <= PayloadLimit
                ? result
                : InvocationResult.Error(
                    "Function.ResponseSizeTooLarge",
                    $"Response payload size exceeded maximum allowed payload size ({PayloadLimit} bytes).");
        }
        finally
        {
            _free.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var environment in _all)
        {
            await environment.DisposeAsync();
        }

        _free.Dispose();
        DeleteFolders();
    }

    private void DeleteFolders()
    {
        _code.Dispose();
        _temporary.Dispose();
    }

    private ExecutionEnvironment TakeEnvironment()
    {
        while (_idle.TryTake(out var idle))
        {
            if (idle.IsUsable)
            {
                return idle;
            }
        }

        var environment = new ExecutionEnvironment(_function, _code.Path, _temporary.Path, _logs);
        _all.Add(environment);
        environment.Start(_runtimeApiOf(environment));
        return environment;
    }
}
