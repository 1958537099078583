using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.SensorAnalytics;

/// <summary>A child, an Express execution: calls the function for a batch, and ends with what it reports.</summary>
internal static class BatchProcessor
{
    private const string AnalyzeBatch = "Analyze batch";

    /// <summary>The longest that the function may take: with its two retries, less than the five minutes of a child.</summary>
    public const int LongestCallSeconds = 60;

    public static ItemProcessor Create(SensorAnalyticsResources resources) => new()
    {
        DistributedExecutionType = "EXPRESS",
        StartAt = AnalyzeBatch,
        States =
        {
            [AnalyzeBatch] = new TaskState
            {
                Resource = Integration.LambdaInvoke,
                Arguments = new JsonObject
                {
                    ["FunctionName"] = resources.FunctionArn,
                    ["Payload"] = Jsonata.Of("$states.input"),
                },
                Retry =
                [
                    new Retrier(ErrorName.TransientLambdaErrors)
                    {
                        IntervalSeconds = 1,
                        MaxAttempts = 6,
                        BackoffRate = 2,
                        MaxDelaySeconds = 16,
                        JitterStrategy = "FULL",
                    },

                    // The same batch writes the same items: it may be analyzed again whatever happened.
                    new Retrier(ErrorName.TaskFailed)
                    {
                        IntervalSeconds = 2,
                        MaxAttempts = 2,
                        BackoffRate = 2,
                        JitterStrategy = "FULL",
                    },
                ],
                Output = Jsonata.Of("$states.result.Payload"),
                End = true,
            },
        },
    };
}
