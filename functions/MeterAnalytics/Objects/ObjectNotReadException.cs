namespace Fanout.Functions.MeterAnalytics.Objects;

/// <summary>An object could not be read.</summary>
public sealed class ObjectNotReadException : Exception
{
    /// <param name="message">Which object, and why.</param>
    /// <param name="inner">What went wrong underneath.</param>
    public ObjectNotReadException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
