using System.Collections.Concurrent;
using Fanout.Local.Cloud;
using Microsoft.AspNetCore.Builder;

namespace Fanout.Local.Lambda;

/// <summary>The deployed functions.</summary>
/// <param name="logs">Where they log.</param>
public sealed class LambdaService(LogGroups logs) : IAsyncDisposable
{
    private const string Latest = "$LATEST";
    private const int PartsOfArn = 7;

    private readonly ConcurrentDictionary<string, LambdaFunction> _functions = new();
    private readonly RuntimeApi _runtimeApi = new();

    /// <summary>Adds the routes of the runtime API.</summary>
    public void Map(WebApplication application) => _runtimeApi.Map(application);

    /// <summary>Deploys a function.</summary>
    /// <exception cref="LocalException">Its zip does not exist or is none.</exception>
    public void Deploy(FunctionConfiguration function) => _functions[function.Arn] = new LambdaFunction(
        function, environment => _runtimeApi.Add(environment, function.Endpoint), logs);

    /// <summary>A function as it was deployed.</summary>
    /// <exception cref="LambdaException">There is no such function.</exception>
    public FunctionConfiguration Configuration(string arn) => Function(arn).Configuration;

    /// <summary>Invokes a function and waits for its result.</summary>
    /// <param name="arn">The function's ARN.</param>
    /// <param name="payload">The event, as JSON.</param>
    /// <param name="cancellation">Ends the invocation and its process.</param>
    /// <param name="requestId">The request's id; a new one by default.</param>
    /// <exception cref="LambdaException">There is no such function, it may not run, or the request is too large.</exception>
    public Task<InvocationResult> InvokeAsync(
        string arn, byte[] payload, CancellationToken cancellation, string? requestId = null) =>
        Function(arn).InvokeAsync(payload, requestId ?? Guid.NewGuid().ToString(), cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var function in _functions.Values)
        {
            await function.DisposeAsync();
        }
    }

    // A function has no versions and no aliases here, so that another qualifier names none.
    private LambdaFunction Function(string arn)
    {
        var parts = arn.Split(':');
        var qualifier = parts.Length > PartsOfArn ? string.Join(':', parts[PartsOfArn..]) : Latest;
        var unqualified = string.Join(':', parts.Take(PartsOfArn));
        return qualifier == Latest && _functions.TryGetValue(unqualified, out var function)
            ? function
            : throw new LambdaException("ResourceNotFoundException", 404, $"Function not found: {unqualified}:{qualifier}");
    }
}
