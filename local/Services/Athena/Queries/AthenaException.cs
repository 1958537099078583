using Fanout.Local.Aws;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>The API refuses a request.</summary>
/// <param name="code">The error code, such as <c>InvalidRequestException</c>.</param>
/// <param name="message">Why.</param>
public sealed class AthenaException(string code, string message) : ServiceException(code, message)
{
    /// <summary>A request that is wrong.</summary>
    internal static AthenaException Invalid(string message) => new("InvalidRequestException", message);
}
