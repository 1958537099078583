using Fanout.Infra.Settings;
using Fanout.Local.Cost;

namespace Fanout.Local.Runs;

/// <summary>
/// What a run of a workflow took, as <c>run --json</c> counted it with the samples of the stack dev and as much of them as it
/// runs with when nothing else is asked for; of a workflow with many runs the last.
/// </summary>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Sample">What it was run with.</param>
/// <param name="Items">How many items that were.</param>
/// <param name="Bill">What it took.</param>
internal sealed record MeasuredRun(string Workflow, string Sample, int Items, Bill Bill)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<MeasuredRun> All { get; } =
    [
        new(WorkflowNames.SensorAnalytics, "2400 readings", 2400, Bill.Of(
        [
            (Prices.DynamoDbWrite, 2371),
            (Prices.LogGigabyte, 0.001815m),
            (Prices.StandardTransition, 15),
            (Prices.ArmGigabyteSecond, 3.78m),
            (Prices.AthenaTerabyte, 0.000009537m),
            (Prices.S3Write, 8),
            (Prices.ExpressRequest, 5),
            (Prices.CatalogRequest, 3),
            (Prices.S3Read, 6),
            (Prices.FunctionRequest, 5),
            (Prices.ExpressGigabyteSecond, 0.03125m),
            (Prices.SqsRequest, 1),
        ])),
        new(WorkflowNames.ParallelMap, "listofdicts.json", 3, Bill.Of(
        [
            (Prices.StandardTransition, 9),
            (Prices.LogGigabyte, 0.000018806m),
            (Prices.FunctionRequest, 3),
            (Prices.DynamoDbRead, 1),
            (Prices.ArmGigabyteSecond, 0.001m),
        ])),
        new(WorkflowNames.StreamAggregator, "20 locations", 50000, Bill.Of(
        [
            (Prices.GlueHour, 0.033333m),
            (Prices.StandardTransition, 501),
            (Prices.LogGigabyte, 0.020325m),
            (Prices.S3Write, 167),
            (Prices.ExpressRequest, 162),
            (Prices.S3Read, 162),
            (Prices.ExpressGigabyteSecond, 2.0125m),
            (Prices.DynamoDbWrite, 3),
            (Prices.SqsRequest, 1),
            (Prices.DynamoDbRead, 1),
        ])),
        new(WorkflowNames.S3HighThroughput, "500 objects", 504, Bill.Of(
        [
            (Prices.LogGigabyte, 0.002688m),
            (Prices.StandardTransition, 13),
            (Prices.S3Read, 508),
            (Prices.ExpressGigabyteSecond, 3.475m),
            (Prices.SnsPublish, 51),
            (Prices.S3Write, 5),
            (Prices.ExpressRequest, 6),
            (Prices.SqsRequest, 1),
        ])),
        new(WorkflowNames.MeterAnalytics, "31 days of 2022/01", 7750, Bill.Of(
        [
            (Prices.StandardTransition, 285),
            (Prices.DynamoDbWrite, 7760),
            (Prices.AthenaTerabyte, 0.000896454m),
            (Prices.S3Write, 376),
            (Prices.LogGigabyte, 0.003489m),
            (Prices.S3Read, 3259),
            (Prices.CatalogRequest, 564),
            (Prices.ArmGigabyteSecond, 3.80375m),
            (Prices.FunctionRequest, 64),
            (Prices.SqsRequest, 32),
            (Prices.ScheduledInvocation, 1),
        ])),
    ];

    /// <summary>The run without what it logged, which a stack that logs errors only does not.</summary>
    public MeasuredRun WithoutLogs => this with { Bill = new Bill([.. Bill.Lines.Where(line => line.Price != Prices.LogGigabyte)]) };
}
