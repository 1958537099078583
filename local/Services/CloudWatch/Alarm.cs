using System.Globalization;
using System.Text.Json;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.CloudWatch;

/// <summary>A metric alarm as the emulator describes it ("MetricAlarm", Amazon CloudWatch API Reference).</summary>
/// <param name="json">The description.</param>
internal sealed class Alarm(JsonElement json)
{
    /// <summary>An alarm that was never evaluated.</summary>
    public const string Unchecked = "INSUFFICIENT_DATA";

    private const string Initial = "Unchecked: Initial alarm creation";

    private static readonly Dictionary<string, (string Words, Func<double, double, bool> Compare)> Operators = new()
    {
        ["GreaterThanOrEqualToThreshold"] = ("greater than or equal to", (value, threshold) => value >= threshold),
        ["GreaterThanThreshold"] = ("greater than", (value, threshold) => value > threshold),
        ["LessThanThreshold"] = ("less than", (value, threshold) => value < threshold),
        ["LessThanOrEqualToThreshold"] = ("less than or equal to", (value, threshold) => value <= threshold),
    };

    /// <summary>The description.</summary>
    public JsonElement Json => json;

    /// <summary>Its name.</summary>
    public string Name => json.Text("AlarmName");

    /// <summary>Its ARN.</summary>
    public string Arn => json.Text("AlarmArn");

    /// <summary>Whether it was never evaluated.</summary>
    public bool IsNew => Reason == Initial;

    /// <summary>The state that it was last found in.</summary>
    public string State => IsNew ? Unchecked : json.Text("StateValue");

    /// <summary>Why it is in that state.</summary>
    public string Reason => json.Text("StateReason");

    /// <summary>What it watches; null where that is not counted here.</summary>
    public MetricKey? Metric =>
        json.Items("Dimensions").ToArray() is [var dimension] && Operators.ContainsKey(json.Text("ComparisonOperator"))
        && new MetricStatistics().Value(json.Text("Statistic")) is not null && MetricStore.Services.Contains(json.Text("Namespace"))
            ? new MetricKey(json.Text("Namespace"), json.Text("MetricName"), dimension.Text("Name"), dimension.Text("Value"))
            : null;

    /// <summary>The ARNs that are to be told of a state.</summary>
    public IEnumerable<string> ActionsOf(string state) => json.Member("ActionsEnabled").ValueKind == JsonValueKind.False
        ? []
        : json.Items(state switch { "ALARM" => "AlarmActions", "OK" => "OKActions", _ => "InsufficientDataActions" }).Select(action => action.GetString()!);

    /// <summary>The state that its metric puts it in, and why ("Using Amazon CloudWatch alarms": Evaluating an alarm,
    /// Configuring how CloudWatch alarms treat missing data).</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="now">The time.</param>
    public (string State, string Reason) Evaluate(MetricStore metrics, DateTimeOffset now)
    {
        if (Metric is not { } metric)
        {
            return (Unchecked, "Unchecked: the local cloud evaluates alarms on one metric of one resource of " +
                $"{string.Join(", ", MetricStore.Services)} by a statistic alone");
        }

        var period = TimeSpan.FromSeconds(Number("Period") ?? 60);
        var periods = (int)(Number("EvaluationPeriods") ?? 1);
        var needed = (int)(Number("DatapointsToAlarm") ?? periods);
        var (words, compare) = Operators[json.Text("ComparisonOperator")];
        var threshold = Number("Threshold") ?? 0;
        var points = Enumerable.Range(0, periods)
            .Select(index => (Begin: now - (period * (index + 1)), End: index == 0 ? now.AddSeconds(1) : now - (period * index)))
            .Select(window => (window.Begin, Value: metrics.Between(metric, window.Begin, window.End)?.Value(json.Text("Statistic"))))
            .ToArray();
        var known = points.Where(point => point.Value is not null).Select(point => (point.Begin, Value: point.Value!.Value)).ToArray();
        var breaching = known.Where(point => compare(point.Value, threshold)).ToArray();
        var missing = periods - known.Length;
        var treatment = json.Text("TreatMissingData");
        if (known.Length == 0 && treatment is not ("breaching" or "notBreaching"))
        {
            return treatment == "ignore" && State != Unchecked
                ? (State, Reason)
                : (Unchecked, $"Insufficient Data: {Count(missing)} {(missing == 1 ? "was" : "were")} unknown.");
        }

        var isAlarm = breaching.Length + (treatment == "breaching" ? missing : 0) >= needed;
        return (isAlarm ? "ALARM" : "OK", known.Length > 0 ? Crossed(isAlarm ? breaching : known) : Treated());

        string Crossed((DateTimeOffset Begin, double Value)[] shown) => shown.Length == 0
            ? Treated()
            : $"Threshold Crossed: {Count(shown.Length)} [{string.Join(", ", shown.Select(Shown))}] "
                + $"{(shown.Length == 1 ? "was" : "were")} {(isAlarm ? "" : "not ")}{words} the threshold ({Text(threshold)}).";

        string Treated() => $"Threshold Crossed: no datapoints were received for {periods} period{(periods == 1 ? "" : "s")} and "
            + $"{missing} missing datapoint{(missing == 1 ? " was" : "s were")} treated as [{(treatment == "breaching" ? "Breaching" : "NonBreaching")}].";
    }

    private static string Count(int points) => $"{points} datapoint{(points == 1 ? "" : "s")}";

    private static string Shown((DateTimeOffset Begin, double Value) point) =>
        $"{Text(point.Value)} ({point.Begin.UtcDateTime.ToString("dd/MM/yy HH:mm:ss", CultureInfo.InvariantCulture)})";

    private static string Text(double value) => value.ToString("0.0###", CultureInfo.InvariantCulture);

    private double? Number(string name) => json.Member(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
