using System.Text.Json;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.StepFunctions;

/// <summary>
/// Functions without a service. The function's name says what it does: <c>echo</c> returns its payload,
/// <c>fail:Name</c> fails with that error, <c>flaky:n</c> fails n times before it echoes, <c>slow:n</c> takes n
/// seconds on the loop's clock, <c>hang</c> never answers, <c>big:n</c> returns a string of n characters,
/// <c>token</c> waits to be called back by itself, with a heartbeat every second, as often as its payload says.
/// </summary>
internal sealed class FakeFunctions : IIntegrationCatalog, IIntegration
{
    private int _failures;

    public List<FakeCall> Calls { get; } = [];

    /// <summary>Raised at each call.</summary>
    public event Action? Called;

    public FakeBuckets Buckets { get; } = new();

    public IMapRunPermissions MapRuns { get; } = new AllMapRuns();

    public IObjectStore Objects => Buckets;

    public IParquetReader Parquet => throw new NotSupportedException("The tests read no Parquet.");

    public string Supported => "lambda:invoke";

    public bool UsesLoopTime { get; set; } = true;

    public IIntegration? Resolve(string resource) =>
        resource.StartsWith("arn:aws:states:::lambda:invoke", StringComparison.Ordinal) || resource.Contains(":function:", StringComparison.Ordinal)
            ? this
            : resource == "arn:aws:states:::sqs:sendMessage.waitForTaskToken" ? new CallbackTask(this)
            : null;

    public IEnumerable<string> CheckArguments(JsonElement arguments) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty("Bogus", out _) ? ["the argument 'Bogus' is unknown."] : [];

    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var payload = arguments is { ValueKind: JsonValueKind.Object } && arguments.TryGetProperty("Payload", out var value) ? value : arguments;
        Calls.Add(new FakeCall(context.StateName, payload, context.Loop.Now, context.RoleArn));
        Called?.Invoke();
        var name = arguments is { ValueKind: JsonValueKind.Object } && arguments.TryGetProperty("FunctionName", out var function) ? function.GetString()! : "echo";
        var parts = name.Split(':', 2);
        switch (parts[0])
        {
            case "fail":
                throw new TaskFailedException(parts[1], $"it failed with {parts[1]}");
            case "flaky" when _failures < int.Parse(parts[1], null):
                _failures++;
                throw new TaskFailedException("Flaky", $"failure {_failures}");
            case "slow":
                await context.Loop.DelayAsync(TimeSpan.FromSeconds(int.Parse(parts[1], null)), cancellation);
                break;
            case "hang":
                await Task.Delay(Timeout.Infinite, cancellation);
                break;
            case "big":
                payload = JsonSerializer.SerializeToElement(new string('x', int.Parse(parts[1], null)));
                break;
            case "token":
                context.Submitted(JsonElement.Parse("""{"MessageId": "m"}"""));
                for (var beat = 0; beat < payload.GetInt32(); beat++)
                {
                    await context.Loop.DelayAsync(TimeSpan.FromSeconds(1), cancellation);
                    context.Heartbeat();
                }
                await context.Loop.DelayAsync(TimeSpan.FromSeconds(3), cancellation);
                return JsonSerializer.SerializeToElement(new { hasToken = context.TaskToken is not null });
        }
        return JsonSerializer.SerializeToElement(new { Payload = payload });
    }
}

/// <summary>A call that a fake function got.</summary>
internal sealed record FakeCall(string State, JsonElement Payload, DateTimeOffset Time, string RoleArn);
