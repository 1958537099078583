using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Fanout.Local.Jsonata;

namespace Fanout.Bench.Parts;

/// <summary>A JSONata expression, to Node and back: each when the one before is answered, and all at once.</summary>
[BenchmarkCategory("expressions")]
public class ExpressionBenchmarks
{
    private const int Many = 1_000;

    private readonly Template _template = new(JsonElement.Parse("\"{% $states.input.count + 1 %}\""));
    private readonly Bindings _bindings = Bindings.Nothing(DateTimeOffset.UnixEpoch) with
    {
        States = new Dictionary<string, JsonElement> { ["input"] = JsonElement.Parse("""{"count": 1}""") },
    };

    private Engine? _engine;

    [GlobalSetup]
    public async Task StartAsync() => _engine = await Engine.StartAsync(Console.Error, CancellationToken.None);

    [GlobalCleanup]
    public async Task EndAsync() => await _engine!.DisposeAsync();

    [Benchmark(Description = "expression, one at a time", Baseline = true, OperationsPerInvoke = Many)]
    public async Task OneAtATime()
    {
        for (var expression = 0; expression < Many; expression++)
        {
            await EvaluateAsync();
        }
    }

    [Benchmark(Description = "expression, a thousand at once", OperationsPerInvoke = Many)]
    public Task AtOnce() => Task.WhenAll(Enumerable.Range(0, Many).Select(_ => EvaluateAsync()));

    private Task<JsonElement> EvaluateAsync() => _engine!.EvaluateAsync(_template, _bindings);
}
