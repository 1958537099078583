namespace Fanout.Infra.Blocks;

/// <summary>
/// The actions that may be allowed on every resource, each with its reason: the service offers nothing narrower
/// ("Actions, resources, and condition keys for AWS services", Service Authorization Reference).
/// </summary>
public static class UnscopedActions
{
    private const string Traces = "X-Ray has no resources for traces";

    // "Using CloudWatch Logs to log execution history in Step Functions": all of them are needed so.
    private const string LogDelivery = "CloudWatch Logs has no resources for log deliveries";

    /// <summary>The reasons by action.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["cloudwatch:PutMetricData"] = "CloudWatch has no resources for metrics",
        ["logs:CreateLogDelivery"] = LogDelivery,
        ["logs:DeleteLogDelivery"] = LogDelivery,
        ["logs:DescribeLogGroups"] = LogDelivery,
        ["logs:DescribeResourcePolicies"] = LogDelivery,
        ["logs:GetLogDelivery"] = LogDelivery,
        ["logs:ListLogDeliveries"] = LogDelivery,
        ["logs:PutResourcePolicy"] = LogDelivery,
        ["logs:UpdateLogDelivery"] = LogDelivery,
        ["xray:GetSamplingRules"] = Traces,
        ["xray:GetSamplingTargets"] = Traces,
        ["xray:PutTelemetryRecords"] = Traces,
        ["xray:PutTraceSegments"] = Traces,
    };
}
