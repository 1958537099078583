namespace Fanout.Functions.SensorAnalytics;

/// <summary>The input of the function is not a batch of readings.</summary>
public sealed class BatchException : Exception
{
    /// <param name="message">What is wrong with it, and what it must be.</param>
    /// <param name="inner">What went wrong underneath.</param>
    public BatchException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
