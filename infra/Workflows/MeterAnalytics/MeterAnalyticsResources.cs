namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>What the state machine of meter-analytics works with.</summary>
/// <param name="Database">The database of the customers and the readings.</param>
/// <param name="WorkGroup">The workgroup that queries run in, which says where their results go.</param>
/// <param name="AuditWorkGroup">The workgroup of the audits, whose results go elsewhere.</param>
/// <param name="RejectedLinesQueueUrl">The queue that is told of days with readings that are not used.</param>
public sealed record MeterAnalyticsResources(string Database, string WorkGroup, string AuditWorkGroup, string RejectedLinesQueueUrl);
