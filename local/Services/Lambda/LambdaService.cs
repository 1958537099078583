using System.Collections.Concurrent;
using Fanout.Local.Aws;
using Fanout.Local.Cost;
using Fanout.Local.Services.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Services.Lambda;

/// <summary>The deployed functions.</summary>
/// <param name="logs">Where they log.</param>
/// <param name="time">The clock of who invokes them and has none; the machine's by default.</param>
/// <param name="count">Told of their calls; nobody by default.</param>
/// <param name="usage">Where what is billed is counted; nowhere by default.</param>
public sealed class LambdaService(LogGroups logs, TimeProvider? time = null, CountMetric? count = null, Usage? usage = null) : IAsyncDisposable
{
    private const string Code = "/_lambda/code";
    private const string Metrics = "AWS/Lambda";
    private const string Dimension = "FunctionName";
    private const string Throttled = "TooManyRequestsException";
    private const int PartsOfArn = 7;

    private readonly ConcurrentDictionary<string, LambdaFunction> _functions = new();
    private readonly ConcurrentDictionary<LambdaFunction, bool> _replaced = new();
    private readonly RuntimeApi _runtimeApi = new();
    private readonly Func<DateTimeOffset> _now = (time ?? TimeProvider.System).GetUtcNow;

    /// <summary>All functions, by name.</summary>
    public IEnumerable<DeployedFunction> All => _functions.Values.Select(Deployed).OrderBy(function => function.Configuration.Name, StringComparer.Ordinal);

    /// <summary>Adds the routes of the runtime API, and of the zips.</summary>
    public void Map(WebApplication application)
    {
        _runtimeApi.Map(application);
        application.MapGet($"{Code}/{{token}}", SendCodeAsync);
    }

    /// <summary>Deploys a function; one of that ARN is replaced, and its processes end with the calls that are under way.</summary>
    /// <exception cref="LocalException">Its zip does not exist or is none.</exception>
    public void Deploy(FunctionConfiguration function)
    {
        var made = new LambdaFunction(function, environment => _runtimeApi.Add(environment, function.Endpoint), logs);
        LambdaFunction? replaced = null;
        _functions.AddOrUpdate(function.Arn, made, (_, existing) =>
        {
            replaced = existing;
            return made;
        });
        Retire(replaced);
    }

    /// <summary>Takes a function away; false where there is none.</summary>
    public bool Remove(string arn)
    {
        var isThere = _functions.TryRemove(arn, out var removed);
        Retire(removed);
        return isThere;
    }

    /// <summary>Changes the tags or the reserved concurrency of a function, which its processes outlive.</summary>
    /// <exception cref="LambdaException">There is no such function.</exception>
    public void Amend(string arn, Func<FunctionConfiguration, FunctionConfiguration> change)
    {
        var function = Function(arn);
        function.Amend(change(function.Configuration));
    }

    /// <summary>A function as it was deployed.</summary>
    /// <exception cref="LambdaException">There is no such function.</exception>
    public FunctionConfiguration Configuration(string arn) => Function(arn).Configuration;

    /// <summary>A function, with what its deployment tells of it.</summary>
    /// <exception cref="LambdaException">There is no such function.</exception>
    public DeployedFunction Describe(string arn) => Deployed(Function(arn));

    /// <summary>Invokes a function and waits for its result.</summary>
    /// <param name="arn">The function's ARN.</param>
    /// <param name="payload">The event, as JSON.</param>
    /// <param name="cancellation">Ends the invocation and its process.</param>
    /// <param name="requestId">The request's id; a new one by default.</param>
    /// <param name="now">The caller's clock, called by any thread: lines that the function logs have its time.</param>
    /// <exception cref="LambdaException">There is no such function, it may not run, or the request is too large.</exception>
    public async Task<InvocationResult> InvokeAsync(
        string arn, byte[] payload, CancellationToken cancellation, string? requestId = null, Func<DateTimeOffset>? now = null)
    {
        while (true)
        {
            var function = Function(arn);
            if (!function.TryEnter())
            {
                // It was replaced this moment.
                continue;
            }

            try
            {
                var result = await function.InvokeAsync(
                    payload, requestId ?? Guid.NewGuid().ToString(), now ?? _now, cancellation);
                Count(function.Configuration.Name, result.IsError, result.Duration);
                Bill(function.Configuration, result.BilledDuration);
                return result;
            }
            catch (LambdaException refusal) when (refusal.Code == Throttled)
            {
                count?.Invoke(Metrics, "Throttles", Dimension, function.Configuration.Name, 1);
                throw;
            }
            finally
            {
                function.Leave();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var function in _functions.Values.Concat(_replaced.Keys))
        {
            await function.DisposeAsync();
        }
    }

    // "Types of metrics for Lambda functions".
    private void Count(string name, bool isError, TimeSpan duration)
    {
        count?.Invoke(Metrics, "Invocations", Dimension, name, 1);
        count?.Invoke(Metrics, "Errors", Dimension, name, isError ? 1 : 0);
        count?.Invoke(Metrics, "Duration", Dimension, name, duration.TotalMilliseconds);
    }

    private void Bill(FunctionConfiguration function, TimeSpan duration)
    {
        if (usage is not null && function.Credentials.Caller.Role is { } role)
        {
            usage.Add(role, Prices.FunctionRequest, 1);
            usage.Add(
                role,
                function.Architecture == "arm64" ? Prices.ArmGigabyteSecond : Prices.X86GigabyteSecond,
                BilledQuantity.FunctionGigabyteSeconds(duration, function.MemoryMegabytes));
        }
    }

    private void Retire(LambdaFunction? replaced)
    {
        if (replaced is not null)
        {
            _replaced[replaced] = true;
            _ = EndAsync();
        }

        async Task EndAsync()
        {
            await replaced.RetireAsync();
            _replaced.TryRemove(replaced, out _);
        }
    }

    private static DeployedFunction Deployed(LambdaFunction function) => new(
        function.Configuration,
        function.Package.Size,
        function.Package.Sha256,
        new Uri(function.Configuration.Endpoint, $"{Code}/{function.CodeToken}"),
        function.LastModified,
        function.RevisionId);

    private async Task SendCodeAsync(HttpContext context)
    {
        if (_functions.Values.FirstOrDefault(function => function.CodeToken == (string)context.Request.RouteValues["token"]!) is not { } function)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/zip";
        await context.Response.SendFileAsync(function.Configuration.Package, context.RequestAborted);
    }

    // A function has no versions and no aliases here, so that another qualifier names none.
    private LambdaFunction Function(string arn)
    {
        var parts = arn.Split(':');
        var qualifier = parts.Length > PartsOfArn ? string.Join(':', parts[PartsOfArn..]) : FunctionConfiguration.Latest;
        var unqualified = string.Join(':', parts.Take(PartsOfArn));
        return qualifier == FunctionConfiguration.Latest && _functions.TryGetValue(unqualified, out var function)
            ? function
            : throw new LambdaException("ResourceNotFoundException", 404, $"Function not found: {unqualified}:{qualifier}");
    }
}
