namespace Fanout.Functions.MeterAnalytics.Events;

/// <summary>The input of the function is not a notification of S3.</summary>
public sealed class EventException : Exception
{
    /// <param name="message">What is wrong with it, and what it must be.</param>
    /// <param name="inner">What went wrong underneath.</param>
    public EventException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
