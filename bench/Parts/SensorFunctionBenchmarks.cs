using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Fanout.Bench.SensorFunction;
using Fanout.Functions.SensorAnalytics;
using Fanout.Functions.SensorAnalytics.Anomalies;

namespace Fanout.Bench.Parts;

/// <summary>
/// What the function of sensor-analytics does for a reading without a network: reads it, judges it, makes the item and the
/// report; beside a parser that only reads its JSON.
/// </summary>
[BenchmarkCategory("sensor-analytics")]
public class SensorFunctionBenchmarks
{
    public const int Readings = 500;

    private readonly byte[] _input = SampleBatch.Create(Readings);
    private readonly AnomalyRules _rules = new(
        new Threshold(-10, "-10"), new Threshold(35, "35"), new Threshold(5, "5"), new Threshold(95, "95"), new Threshold(20, "20"));

    [Benchmark(Description = "JSON of a reading, only parsed", Baseline = true, OperationsPerInvoke = Readings)]
    public void Parse() => JsonDocument.Parse(_input).Dispose();

    [Benchmark(Description = "reading of sensor-analytics", OperationsPerInvoke = Readings)]
    public object Analyze()
    {
        var batch = Batch.Read(_input);
        var analysis = Analysis.Of(batch, _rules);
        var items = new SummaryItems(batch.AnalysisDate);
        foreach (var summary in analysis.Summaries)
        {
            _ = items.Of(summary);
        }

        return Report.Of(batch, analysis);
    }
}
