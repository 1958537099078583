using Fanout.Local.StepFunctions.Definitions;

namespace Fanout.Local.StepFunctions.States;

/// <summary>One entry of Retry.</summary>
internal sealed record Retrier(ErrorMatcher Errors, long MaxAttempts, double Interval, double Backoff, double? MaxDelay, bool FullJitter)
{
    public static Retrier Read(FieldReader fields)
    {
        var jitter = fields.Text("JitterStrategy");
        if (jitter is not (null or "FULL" or "NONE"))
        {
            fields.Problem($"'JitterStrategy' must be FULL or NONE, not '{jitter}'.");
        }
        var retrier = new Retrier(
            ErrorMatcher.Read(fields),
            fields.Integer("MaxAttempts", smallest: 0) ?? 3,
            fields.Integer("IntervalSeconds") ?? 1,
            fields.Number("BackoffRate", smallest: 1) ?? 2,
            fields.Integer("MaxDelaySeconds"),
            jitter == "FULL");
        fields.Ignore("Comment");
        fields.RefuseOthers();
        return retrier;
    }

    /// <summary>The time before the attempt after the given number of retries.</summary>
    public TimeSpan Delay(int retries, Func<double> random)
    {
        var seconds = Math.Min(Interval * Math.Pow(Backoff, retries), MaxDelay ?? Quotas.Seconds);
        return TimeSpan.FromSeconds(FullJitter ? seconds * random() : seconds);
    }
}
