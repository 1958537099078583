namespace Fanout.Infra.Workflows.SensorAnalytics;

/// <summary>What the state machine of sensor-analytics works with.</summary>
/// <param name="DataBucket">The bucket of the readings.</param>
/// <param name="ResultsBucket">The bucket for the results of queries and of Map Runs.</param>
/// <param name="Database">The database of the table of readings.</param>
/// <param name="WorkGroup">The workgroup that queries run in.</param>
/// <param name="FunctionArn">The function that analyzes a batch of readings.</param>
/// <param name="RejectedQueueUrl">The queue that is told of rejected readings.</param>
public sealed record SensorAnalyticsResources(
    string DataBucket, string ResultsBucket, string Database, string WorkGroup, string FunctionArn, string RejectedQueueUrl);
