using BenchmarkDotNet.Attributes;
using Fanout.Functions.ParallelMap;

namespace Fanout.Bench.Parts;

/// <summary>What the function of parallel-map does for an element: logs it and gives it back.</summary>
[BenchmarkCategory("parallel-map")]
public class ElementFunctionBenchmarks
{
    private readonly byte[] _element = [.. """{"topic": "topic-1", "name": "Element 1"}"""u8];
    private TextWriter? _console;

    [GlobalSetup]
    public void Mute()
    {
        _console = Console.Out;
        Console.SetOut(TextWriter.Null);
    }

    [GlobalCleanup]
    public void Unmute() => Console.SetOut(_console!);

    [Benchmark(Description = "element of parallel-map")]
    public Stream Handle() => Function.Handle(new MemoryStream(_element));
}
