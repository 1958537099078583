namespace Fanout.Samples;

/// <summary>Sample data cannot be loaded; the message is one sentence for the user.</summary>
public sealed class SampleException : Exception
{
    /// <param name="message">What was wrong, where, what is allowed and what to do.</param>
    /// <param name="inner">What went wrong underneath.</param>
    public SampleException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
