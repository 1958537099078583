using Fanout.Local.StepFunctions.Definitions;

namespace Fanout.Local.StepFunctions.States;

/// <summary>One entry of Retry.</summary>
internal sealed record Retrier(ErrorMatcher Errors, double MaxAttempts, double Interval, double Backoff, double? MaxDelay, bool FullJitter)
{
    // The defaults are those of the specification.
    public static Retrier Read(FieldReader fields) => new(
        ErrorMatcher.Read(fields),
        fields.Number("MaxAttempts") ?? 3,
        fields.Number("IntervalSeconds") ?? 1,
        fields.Number("BackoffRate") ?? 2,
        fields.Number("MaxDelaySeconds"),
        fields.Text("JitterStrategy") == "FULL");

    /// <summary>The time before the attempt after the given number of retries.</summary>
    public TimeSpan Delay(int retries, Func<double> random)
    {
        var seconds = Math.Min(Interval * Math.Pow(Backoff, retries), MaxDelay ?? Quotas.Seconds);
        return TimeSpan.FromSeconds(FullJitter ? seconds * random() : seconds);
    }
}
