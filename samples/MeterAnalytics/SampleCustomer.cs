namespace Fanout.Samples.MeterAnalytics;

/// <summary>A customer with the one sensor of their meter.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="SensorId">The sensor.</param>
/// <param name="SensorGroup"><c>B</c>, or <c>A</c> for a connection of twice the current.</param>
public sealed record SampleCustomer(long CustomerId, long SensorId, string SensorGroup);
