using Fanout.Functions.SensorAnalytics.Readings;

namespace Fanout.Functions.SensorAnalytics.Anomalies;

/// <summary>A measured value that passed a threshold.</summary>
/// <param name="Type">One of <see cref="AnomalyType"/>.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Threshold">What it passed.</param>
internal sealed record Anomaly(string Type, Measurement Value, Threshold Threshold);
