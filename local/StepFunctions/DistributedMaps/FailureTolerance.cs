using Fanout.Local.StepFunctions.Running;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>How many items may fail ("Setting failure thresholds for Distributed Map states").</summary>
/// <param name="Count">ToleratedFailureCount.</param>
/// <param name="Percentage">ToleratedFailurePercentage.</param>
internal readonly record struct FailureTolerance(long Count, double Percentage)
{
    /// <summary>Takes the fields of a Map state; both are 0 by default.</summary>
    /// <exception cref="StateException">A value is out of its range.</exception>
    public static FailureTolerance Of(Visit visit, FieldValues values)
    {
        if (values.Number(nameof(MapRun.ToleratedFailureCount)) < 0)
        {
            throw visit.RuntimeError("ToleratedFailureCount cannot be negative.");
        }
        var percentage = values.Number(nameof(MapRun.ToleratedFailurePercentage)) ?? 0;
        return percentage is >= 0 and <= 100
            ? new FailureTolerance(values.Integer(nameof(MapRun.ToleratedFailureCount)) ?? 0, percentage)
            : throw visit.RuntimeError("ToleratedFailurePercentage must be between 0 and 100.");
    }

    /// <summary>Whether more failed than may. Where one of the two is 0, only the other counts.</summary>
    /// <param name="failed">Items that failed or timed out.</param>
    /// <param name="total">All items; null while more are being read.</param>
    public bool IsExceededBy(long failed, long? total) =>
        failed > Count && (Count > 0 || Percentage == 0)
        || Percentage > 0 && failed * 100.0 > Percentage * total;
}
