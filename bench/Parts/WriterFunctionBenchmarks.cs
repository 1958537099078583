using BenchmarkDotNet.Attributes;
using Fanout.Bench.WriterFunction;
using Fanout.Functions.MeterAnalytics.Csv;
using Fanout.Functions.MeterAnalytics.Lines;

namespace Fanout.Bench.Parts;

/// <summary>
/// What the function of meter-analytics does for a line of a result file without a network: reads it, checks it and makes the
/// item; beside a reader that only takes the lines of the same file as texts.
/// </summary>
[BenchmarkCategory("meter-analytics")]
public class WriterFunctionBenchmarks
{
    private const int Lines = 1_000;

    private byte[] _file = [];

    [GlobalSetup]
    public async Task WriteAsync()
    {
        using var file = new MemoryStream();
        await ResultFile.WriteAsync(file, Lines, CancellationToken.None);
        _file = file.ToArray();
    }

    [Benchmark(Description = "line of a file, only read", Baseline = true, OperationsPerInvoke = Lines)]
    public async Task ReadAsync()
    {
        using var reader = new StreamReader(new MemoryStream(_file));
        while (await reader.ReadLineAsync() is not null)
        {
        }
    }

    [Benchmark(Description = "line of meter-analytics", OperationsPerInvoke = Lines)]
    public async Task MakeItemsAsync()
    {
        var reader = new CsvReader(new MemoryStream(_file));
        var period = Header.TryRead((await reader.ReadAsync(CancellationToken.None))!, out _)!;
        while (await reader.ReadAsync(CancellationToken.None) is { } line)
        {
            var amount = MeteredAmount.TryRead(line, period, out var reason) ?? throw new InvalidOperationException(reason);
            _ = MeteredAmount.ToItem(amount);
        }
    }
}
