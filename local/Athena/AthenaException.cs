namespace Fanout.Local.Athena;

/// <summary>The API refuses a request.</summary>
/// <param name="code">The error code, such as <c>InvalidRequestException</c>.</param>
/// <param name="message">Why.</param>
public sealed class AthenaException(string code, string message) : Exception(message)
{
    /// <summary>The error code.</summary>
    public string Code => code;

    /// <summary>A request that is wrong.</summary>
    internal static AthenaException Invalid(string message) => new("InvalidRequestException", message);
}
