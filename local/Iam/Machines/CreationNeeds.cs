using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam.Machines;

/// <summary>What is asked of a machine's role when the machine is made.</summary>
/// <param name="account">The account.</param>
public sealed class CreationNeeds(AwsAccount account)
{
    private const string ManagedRule = "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule";
    private const string WaitsForExecution = "arn:aws:states:::states:startExecution.sync";

    private static readonly string[] RuleActions = ["events:PutTargets", "events:PutRule", "events:DescribeRule"];

    /// <summary>To log ("Using CloudWatch Logs to log execution history"): log deliveries have no resources to name.</summary>
    public static IReadOnlyList<RequestedAction> Logging { get; } =
    [
        .. new[]
        {
            "CreateLogDelivery", "GetLogDelivery", "UpdateLogDelivery", "DeleteLogDelivery", "ListLogDeliveries",
            "PutResourcePolicy", "DescribeResourcePolicies", "DescribeLogGroups",
        }.Select(operation => new RequestedAction($"logs:{operation}", "*")),
    ];

    /// <summary>
    /// To send traces ("Trace Step Functions workflows with X-Ray"). AWS finds out when it sends them, and then sends
    /// none; here the machine is not made.
    /// </summary>
    public static IReadOnlyList<RequestedAction> Tracing { get; } =
    [
        .. new[] { "PutTraceSegments", "PutTelemetryRecords", "GetSamplingRules", "GetSamplingTargets" }
            .Select(operation => new RequestedAction($"xray:{operation}", "*")),
    ];

    /// <summary>To learn of the end of other executions, where a Task of the definition waits for one.</summary>
    /// <param name="definition">The machine's definition.</param>
    public IReadOnlyList<RequestedAction> Waiting(JsonElement definition)
    {
        if (!Waits(definition))
        {
            return [];
        }
        var rule = account.Arn("events", ManagedRule);
        return [.. RuleActions.Select(action => new RequestedAction(action, rule))];
    }

    private static bool Waits(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member => member.Name == "Resource" && member.Value.ValueKind == JsonValueKind.String
            ? member.Value.GetString()!.StartsWith(WaitsForExecution, StringComparison.Ordinal)
            : Waits(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(Waits),
        _ => false,
    };
}
