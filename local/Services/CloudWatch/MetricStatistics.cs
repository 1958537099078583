namespace Fanout.Local.Services.CloudWatch;

/// <summary>What is known of the values of a metric in a time.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Sum">All together.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
public readonly record struct MetricStatistics(long Count, double Sum, double Minimum, double Maximum)
{
    /// <summary>One value.</summary>
    public static MetricStatistics Of(double value) => new(1, value, value, value);

    /// <summary>Both together.</summary>
    public MetricStatistics With(MetricStatistics other) =>
        new(Count + other.Count, Sum + other.Sum, Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum));

    /// <summary>One of the statistics of alarms ("PutMetricAlarm": Statistic); null for one that there is not.</summary>
    public double? Value(string? statistic) => statistic switch
    {
        "SampleCount" => Count,
        "Average" => Sum / Count,
        "Sum" => Sum,
        "Minimum" => Minimum,
        "Maximum" => Maximum,
        _ => null,
    };
}
