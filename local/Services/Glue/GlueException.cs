using Fanout.Local.Aws;

namespace Fanout.Local.Services.Glue;

/// <summary>The API refuses a request ("Exceptions", Glue Web API reference).</summary>
/// <param name="code">The error code, such as <c>EntityNotFoundException</c>.</param>
/// <param name="message">Why.</param>
public sealed class GlueException(string code, string message) : ServiceException(code, message);
