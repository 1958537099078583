using Fanout.Functions.SensorAnalytics.Anomalies;
using Fanout.Functions.SensorAnalytics.Readings;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>What is stored of a reading.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Anomalies">Its anomalies; none where it is healthy.</param>
internal readonly record struct Summary(Reading Reading, IReadOnlyList<Anomaly> Anomalies);
