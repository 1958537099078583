namespace Fanout.Samples.MeterAnalytics;

/// <summary>An item of the table: what a customer consumed within an hour, a day or a month.</summary>
/// <param name="CustomerId">The attribute <c>CustomerID</c>.</param>
/// <param name="SensorPeriod">
/// The attribute <c>SensorID-Period</c>: <c>SensorID#YYYY-MM-DDTHH</c>, <c>SensorID#YYYY-MM-DD</c> or <c>SensorID#YYYY-MM</c>.
/// </param>
/// <param name="KilowattHours">The attribute <c>kWh-Amount</c>.</param>
public sealed record PeriodTotal(long CustomerId, string SensorPeriod, decimal KilowattHours);
