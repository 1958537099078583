namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>What the state machine of meter-analytics works with.</summary>
/// <param name="Database">The database of the customers and the readings.</param>
/// <param name="WorkGroup">The workgroup that queries run in, which says where their results go.</param>
public sealed record MeterAnalyticsResources(string Database, string WorkGroup);
