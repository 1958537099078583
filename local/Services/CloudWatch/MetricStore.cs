using System.Collections.Concurrent;

namespace Fanout.Local.Services.CloudWatch;

/// <summary>What the services count of resources, for a day, in seconds of the machine's clock. Safe for any thread.</summary>
/// <param name="time">The clock.</param>
public sealed class MetricStore(TimeProvider time)
{
    // "PutMetricAlarm": what an alarm looks back upon is a day at most, but for periods of an hour and more.
    private const long Kept = 24 * 60 * 60;

    private readonly ConcurrentDictionary<MetricKey, SortedList<long, MetricStatistics>> _metrics = new();
    private long _version;

    /// <summary>The services whose resources are counted.</summary>
    public static IReadOnlyList<string> Services { get; } = ["AWS/Lambda", "AWS/SQS", "AWS/States"];

    /// <summary>Grows with each value.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Adds a value, now.</summary>
    public void Count(string service, string metric, string dimension, string resource, double value)
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        var values = _metrics.GetOrAdd(new MetricKey(service, metric, dimension, resource), _ => []);
        lock (values)
        {
            while (values.Count > 0 && values.Keys[0] <= second - Kept)
            {
                values.RemoveAt(0);
            }

            values[second] = values.TryGetValue(second, out var others) ? others.With(MetricStatistics.Of(value)) : MetricStatistics.Of(value);
        }

        Interlocked.Increment(ref _version);
    }

    /// <summary>The values of a metric in a time, from its begin on and before its end; null where there are none.</summary>
    public MetricStatistics? Between(MetricKey metric, DateTimeOffset begin, DateTimeOffset end)
    {
        if (!_metrics.TryGetValue(metric, out var values))
        {
            return null;
        }

        lock (values)
        {
            MetricStatistics? all = null;
            foreach (var (second, statistics) in values)
            {
                if (second >= begin.ToUnixTimeSeconds() && second < end.ToUnixTimeSeconds())
                {
                    all = all?.With(statistics) ?? statistics;
                }
            }

            return all;
        }
    }
}

/// <summary>A metric of one resource.</summary>
/// <param name="Service">Its namespace.</param>
/// <param name="Metric">Its name.</param>
/// <param name="Dimension">The kind of the resource.</param>
/// <param name="Resource">The resource.</param>
public readonly record struct MetricKey(string Service, string Metric, string Dimension, string Resource);
