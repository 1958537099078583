using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.CloudWatch;

/// <summary>What an alarm sends to a topic ("Using Amazon CloudWatch alarms": Notifying users of alarm changes).</summary>
internal static class AlarmMessage
{
    /// <summary>The subject.</summary>
    public static string Subject(Alarm alarm, string state, AwsAccount account) => $"{state}: \"{alarm.Name}\" in {account.Region}";

    /// <summary>The message, JSON.</summary>
    /// <param name="alarm">The alarm as it was.</param>
    /// <param name="state">Its new state.</param>
    /// <param name="reason">Why it is in that state.</param>
    /// <param name="account">The account.</param>
    /// <param name="now">When it changed.</param>
    public static string Of(Alarm alarm, string state, string reason, AwsAccount account, DateTimeOffset now) => new JsonObject
    {
        ["AlarmName"] = alarm.Name,
        ["AlarmDescription"] = alarm.Json.OptionalText("AlarmDescription"),
        ["AWSAccountId"] = AwsAccount.Id,
        ["NewStateValue"] = state,
        ["NewStateReason"] = reason,
        ["StateChangeTime"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff+0000", CultureInfo.InvariantCulture),
        ["Region"] = account.Region,
        ["AlarmArn"] = alarm.Arn,
        ["OldStateValue"] = alarm.State,
        ["Trigger"] = new JsonObject
        {
            ["MetricName"] = alarm.Json.Text("MetricName"),
            ["Namespace"] = alarm.Json.Text("Namespace"),
            ["StatisticType"] = "Statistic",
            ["Statistic"] = alarm.Json.Text("Statistic").ToUpperInvariant(),
            ["Dimensions"] = new JsonArray(
            [
                .. alarm.Json.Items("Dimensions").Select(dimension => new JsonObject
                {
                    ["value"] = dimension.Text("Value"),
                    ["name"] = dimension.Text("Name"),
                }),
            ]),
            ["Period"] = Member(alarm, "Period"),
            ["EvaluationPeriods"] = Member(alarm, "EvaluationPeriods"),
            ["ComparisonOperator"] = alarm.Json.Text("ComparisonOperator"),
            ["Threshold"] = Member(alarm, "Threshold"),
            ["TreatMissingData"] = alarm.Json.Text("TreatMissingData"),
        },
    }.ToJsonString(CompactJson.Options);

    private static JsonNode? Member(Alarm alarm, string name) =>
        alarm.Json.Member(name) is { ValueKind: JsonValueKind.Number } number ? JsonNode.Parse(number.GetRawText()) : null;
}
