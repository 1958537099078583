namespace Fanout.Local;

/// <summary>Something that the user can put right; the message is all that they need.</summary>
public sealed class LocalException : Exception
{
    /// <param name="message">What was wrong, where, what is allowed and what to do.</param>
    /// <param name="inner">What went wrong underneath.</param>
    public LocalException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
