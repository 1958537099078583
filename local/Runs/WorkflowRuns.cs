namespace Fanout.Local.Runs;

/// <summary>The run of every workflow.</summary>
internal static class WorkflowRuns
{
    /// <summary>By the workflow's name.</summary>
    public static IReadOnlyDictionary<string, IWorkflowRun> All { get; } =
        new IWorkflowRun[]
        {
            new SensorAnalyticsRun(), new ParallelMapRun(), new StreamAggregatorRun(), new S3HighThroughputRun(), new MeterAnalyticsRun(),
        }.ToDictionary(run => run.Workflow);
}
