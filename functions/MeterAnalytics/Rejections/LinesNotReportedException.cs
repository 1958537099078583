namespace Fanout.Functions.MeterAnalytics.Rejections;

/// <summary>Rejected lines could not be sent to their queue.</summary>
public sealed class LinesNotReportedException : Exception
{
    /// <param name="message">How many lines, and what SQS said.</param>
    /// <param name="inner">What the client threw; null where SQS did not take single messages.</param>
    public LinesNotReportedException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
