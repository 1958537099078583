namespace Fanout.Infra.Settings;

/// <summary>The names of the workflows, as settings and commands spell them.</summary>
public static class WorkflowNames
{
    /// <summary>Sensor readings queried by day, searched for anomalies in batches.</summary>
    public const string SensorAnalytics = "sensor-analytics";

    /// <summary>A list from a DynamoDB item, a function call for each element.</summary>
    public const string ParallelMap = "parallel-map";

    /// <summary>Records of many locations from a third-party API, gathered in one file.</summary>
    public const string StreamAggregator = "stream-aggregator";

    /// <summary>All objects of a bucket, each given an attribute and published.</summary>
    public const string S3HighThroughput = "s3-high-throughput";

    /// <summary>Electricity readings added up by hour, day and month on a schedule.</summary>
    public const string MeterAnalytics = "meter-analytics";

    /// <summary>Every workflow, in the order in which they are listed and run.</summary>
    public static IReadOnlyList<string> All { get; } =
        [SensorAnalytics, ParallelMap, StreamAggregator, S3HighThroughput, MeterAnalytics];
}
