namespace Fanout.Stacks;

/// <summary>A project or stack file is missing or malformed; the message is one sentence for the user.</summary>
public sealed class StackFileException : Exception
{
    /// <param name="message">What was wrong, where, what is allowed and what to do.</param>
    /// <param name="inner">What went wrong underneath.</param>
    public StackFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
