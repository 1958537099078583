using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda;

/// <summary>The Lambda API refused a call ("Invoke", Lambda API reference).</summary>
/// <param name="code">The error code, such as <c>ResourceNotFoundException</c>.</param>
/// <param name="statusCode">The HTTP status.</param>
/// <param name="message">What was wrong.</param>
public sealed class LambdaException(string code, int statusCode, string message) : ServiceException(code, message, statusCode);
