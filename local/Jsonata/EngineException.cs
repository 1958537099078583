namespace Fanout.Local.Jsonata;

/// <summary>The JSONata engine could not be installed or started, or it stopped; the message says what to do.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Creates an exception with its message.</summary>
    public EngineException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
