using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Services.CloudWatch;

namespace Fanout.Tests.Local.Services.CloudWatch;

public class AlarmTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Clock _clock = new();
    private MetricStore _metrics = null!;

    [SetUp]
    public void Reset() => (_clock.Now, _metrics) = (Start, new MetricStore(_clock));

    [TestCase("notBreaching", "OK", "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].")]
    [TestCase("breaching", "ALARM", "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].")]
    [TestCase("missing", "INSUFFICIENT_DATA", "Insufficient Data: 1 datapoint was unknown.")]
    [TestCase(null, "INSUFFICIENT_DATA", "Insufficient Data: 1 datapoint was unknown.")]
    [TestCase("ignore", "ALARM", "As before.")]
    public void What_is_missing_is_treated_as_the_alarm_says(string? treatment, string state, string reason) => Assert.That(
        Evaluate(alarm => alarm["TreatMissingData"] = treatment), Is.EqualTo((state, reason)));

    [Test]
    public void A_value_that_crosses_the_threshold_raises_the_alarm_for_a_period()
    {
        Count(1);
        _clock.Now = Start.AddSeconds(300);
        var raised = Evaluate();
        _clock.Now = Start.AddSeconds(301);
        var over = Evaluate();

        Assert.That(raised, Is.EqualTo((
            "ALARM", "Threshold Crossed: 1 datapoint [1.0 (02/01/26 03:04:05)] was greater than or equal to the threshold (1.0).")));
        Assert.That(over.State, Is.EqualTo("OK"));
    }

    [Test]
    public void A_value_that_does_not_is_OK()
    {
        Count(0);

        Assert.That(Evaluate(), Is.EqualTo((
            "OK", "Threshold Crossed: 1 datapoint [0.0 (02/01/26 02:59:05)] was not greater than or equal to the threshold (1.0).")));
    }

    [TestCase("Sum", 6.0, "ALARM")]
    [TestCase("Sum", 6.5, "OK")]
    [TestCase("Average", 2.0, "ALARM")]
    [TestCase("Minimum", 1.0, "ALARM")]
    [TestCase("Minimum", 1.5, "OK")]
    [TestCase("Maximum", 3.0, "ALARM")]
    [TestCase("Maximum", 3.5, "OK")]
    [TestCase("SampleCount", 3.0, "ALARM")]
    public void The_statistic_is_taken_of_all_values_of_a_period(string statistic, double threshold, string state)
    {
        foreach (var value in new[] { 1, 2, 3 })
        {
            Count(value);
            _clock.Now += TimeSpan.FromSeconds(10);
        }

        Assert.That(
            Evaluate(alarm => (alarm["Statistic"], alarm["Threshold"]) = (statistic, threshold)).State, Is.EqualTo(state));
    }

    [TestCase("GreaterThanThreshold", "OK")]
    [TestCase("GreaterThanOrEqualToThreshold", "ALARM")]
    [TestCase("LessThanThreshold", "OK")]
    [TestCase("LessThanOrEqualToThreshold", "ALARM")]
    public void Values_are_compared_as_the_alarm_says(string comparison, string state)
    {
        Count(1);

        Assert.That(Evaluate(alarm => alarm["ComparisonOperator"] = comparison).State, Is.EqualTo(state));
    }

    [TestCase(3, null, "OK")]
    [TestCase(3, 2, "ALARM")]
    [TestCase(1, null, "ALARM")]
    public void So_many_of_the_last_periods_must_breach(int periods, int? needed, string state)
    {
        Count(1);
        _clock.Now += TimeSpan.FromSeconds(600);
        Count(1);

        Assert.That(
            Evaluate(alarm => (alarm["EvaluationPeriods"], alarm["DatapointsToAlarm"]) = (periods, needed)).State, Is.EqualTo(state));
    }

    [Test]
    public void Other_resources_do_not_matter()
    {
        _metrics.Count("AWS/Lambda", "Errors", "FunctionName", "other", 1);
        _metrics.Count("AWS/Lambda", "Throttles", "FunctionName", "f", 1);

        Assert.That(Evaluate().State, Is.EqualTo("OK"));
    }

    [TestCase("Namespace", "Own")]
    [TestCase("Statistic", null)]
    [TestCase("ComparisonOperator", "GreaterThanUpperThreshold")]
    [TestCase("Dimensions", null)]
    public void What_is_not_evaluated_says_so(string member, string? value)
    {
        var (state, reason) = Evaluate(alarm => alarm[member] = value);

        Assert.That(state, Is.EqualTo("INSUFFICIENT_DATA"));
        Assert.That(reason, Does.StartWith("Unchecked: the local cloud evaluates alarms on one metric of one resource of AWS/Lambda, AWS/SQS, AWS/States"));
    }

    [Test]
    public void Values_are_kept_for_a_day()
    {
        var metric = new MetricKey("AWS/Lambda", "Errors", "FunctionName", "f");
        Count(1);
        _clock.Now += TimeSpan.FromDays(1);
        Count(2);

        Assert.That(_metrics.Between(metric, Start, _clock.Now.AddSeconds(1)), Is.EqualTo(MetricStatistics.Of(2)));
    }

    private void Count(double value) => _metrics.Count("AWS/Lambda", "Errors", "FunctionName", "f", value);

    private (string State, string Reason) Evaluate(Action<JsonObject>? change = null)
    {
        var json = JsonNode.Parse("""
            {"AlarmName": "a", "StateValue": "ALARM", "StateReason": "As before.", "Namespace": "AWS/Lambda", "MetricName": "Errors",
             "Dimensions": [{"Name": "FunctionName", "Value": "f"}], "Statistic": "Sum", "Period": 300, "EvaluationPeriods": 1,
             "ComparisonOperator": "GreaterThanOrEqualToThreshold", "Threshold": 1, "TreatMissingData": "notBreaching"}
            """)!.AsObject();
        change?.Invoke(json);
        return new Alarm(JsonSerializer.SerializeToElement(json)).Evaluate(_metrics, _clock.Now);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
