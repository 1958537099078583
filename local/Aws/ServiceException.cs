namespace Fanout.Local.Aws;

/// <summary>A request that a service refuses, with the error that AWS answers.</summary>
/// <param name="code">The error's code, such as <c>ResourceNotFoundException</c>.</param>
/// <param name="message">What is wrong.</param>
/// <param name="statusCode">The HTTP status.</param>
public class ServiceException(string code, string message, int statusCode = 400) : Exception(message)
{
    /// <summary>The error's code.</summary>
    public string Code => code;

    /// <summary>The HTTP status.</summary>
    public int StatusCode => statusCode;
}
