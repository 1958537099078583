namespace Fanout.Functions.SensorAnalytics;

/// <summary>A reading that cannot be analyzed.</summary>
/// <param name="Reading">The reading as it came, as JSON.</param>
/// <param name="Reason">All that is wrong with it.</param>
internal readonly record struct Rejection(ReadOnlyMemory<byte> Reading, string Reason);
