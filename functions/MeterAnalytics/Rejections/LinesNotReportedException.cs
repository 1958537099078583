namespace Fanout.Functions.MeterAnalytics.Rejections;

/// <summary>Rejected lines could not be sent to their queue although it was tried again; the same call may succeed later.</summary>
public sealed class LinesNotReportedException : Exception
{
    /// <param name="message">Which lines, how often it was tried and what SQS said last.</param>
    /// <param name="inner">What went wrong at the last attempt; null where SQS refused single messages.</param>
    public LinesNotReportedException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
