using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda;

/// <summary>
/// Events that functions are invoked with and nobody waits for ("Invoking a Lambda function asynchronously"). An event
/// waits while its function has no concurrency left; where the function fails it is tried again, at once instead of
/// after minutes, and given up after the last retry.
/// </summary>
/// <param name="lambda">The functions.</param>
/// <param name="sender">Sends what functions failed on to queues and topics.</param>
public sealed class AsynchronousInvocations(LambdaService lambda, MessageSender sender) : IAsyncDisposable
{
    private const int PayloadLimit = 1024 * 1024;

    private readonly WorkInProgress _work = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<FailedInvocation> _failures = [];
    private readonly ConcurrentDictionary<string, EventInvokeConfiguration> _configurations = new();

    /// <summary>The events that were given up, in the order in which they were.</summary>
    public IReadOnlyCollection<FailedInvocation> Failures => _failures;

    /// <summary>Says what becomes of events that a function fails on.</summary>
    public void Configure(string functionArn, EventInvokeConfiguration configuration) => _configurations[functionArn] = configuration;

    /// <summary>What was said of a function's events; null where nothing was.</summary>
    public EventInvokeConfiguration? Configuration(string functionArn) => _configurations.GetValueOrDefault(functionArn);

    /// <summary>Forgets what was said of a function's events; false where nothing was.</summary>
    public bool Forget(string functionArn) => _configurations.TryRemove(functionArn, out _);

    /// <summary>Takes an event for a function.</summary>
    /// <param name="functionArn">The function.</param>
    /// <param name="payload">The event, as JSON.</param>
    /// <exception cref="LambdaException">There is no such function, or the event is too large.</exception>
    public void Start(string functionArn, byte[] payload)
    {
        if (payload.Length > PayloadLimit)
        {
            throw new LambdaException(
                "RequestTooLargeException",
                413,
                $"{payload.Length} byte payload is too large for the Event invocation type (limit {PayloadLimit} bytes)");
        }

        var function = lambda.Configuration(functionArn);
        _work.Start(() => RunAsync(function, payload));
    }

    /// <summary>Waits until every event has been worked on or given up, those among them that come of others.</summary>
    public Task DrainAsync(CancellationToken cancellation) => _work.IdleAsync(cancellation);

    /// <summary>Gives up what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _work.IdleAsync(CancellationToken.None);
        _ending.Dispose();
    }

    private async Task RunAsync(FunctionConfiguration function, byte[] payload)
    {
        var configuration = _configurations.GetValueOrDefault(function.Arn, EventInvokeConfiguration.Default);
        var requestId = Guid.NewGuid().ToString();
        var attempts = 0;
        try
        {
            if (function.ReservedConcurrency == 0)
            {
                await GiveUpAsync("ZeroReservedConcurrency", error: null);
                return;
            }

            InvocationResult result;
            do
            {
                attempts++;
                result = await lambda.InvokeAsync(function.Arn, payload, _ending.Token, requestId);
            }
            while (result.IsError && attempts <= configuration.MaximumRetries);

            if (result.IsError)
            {
                await GiveUpAsync("RetriesExhausted", result.Payload);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The cloud ends, and with it what nobody waited for.
        }
        catch (Exception problem)
        {
            _failures.Enqueue(new FailedInvocation(
                function.Arn, requestId, payload, attempts, null, $"{function.Name} could not be invoked: {problem.Message}"));
        }

        async Task GiveUpAsync(string condition, byte[]? error)
        {
            var why = error is null
                ? $"{function.Name} has a reserved concurrency of 0"
                : $"{function.Name} failed {attempts} times, at last with {ErrorOf(error)}";
            var failure = new FailedInvocation(function.Arn, requestId, payload, attempts, error, why);
            _failures.Enqueue(failure with { Message = $"{why}; {await KeepAsync(function, configuration, failure, condition)}." });
        }
    }

    private async Task<string> KeepAsync(
        FunctionConfiguration function, EventInvokeConfiguration configuration, FailedInvocation failure, string condition)
    {
        var places = new List<string>();
        foreach (var (target, body, attributes) in FailureRecords.Of(function, configuration, failure, condition))
        {
            try
            {
                await sender.SendAsync(target, body, attributes, function.Credentials, _ending.Token);
                places.Add($"the event is in {target}");
            }
            catch (Exception problem) when (problem is AwsErrorException or HttpRequestException)
            {
                places.Add($"the event could not be sent to {target}: {problem.Message}");
            }
        }

        return places.Count == 0
            ? "the event is lost, as the function has neither an on-failure destination nor a dead-letter queue"
            : string.Join(", ", places);
    }

    private static string ErrorOf(byte[] error)
    {
        var description = JsonElement.Parse(error);
        return description.ValueKind == JsonValueKind.Object && description.TryGetProperty("errorType", out var type)
            && description.TryGetProperty("errorMessage", out var message)
            ? $"{type}: {message}"
            : Encoding.UTF8.GetString(error);
    }
}
