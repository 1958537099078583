namespace Fanout.Local.Services.Lambda;

/// <summary>How Lambda's own log says that an invocation ended.</summary>
/// <param name="Name">success, error or timeout.</param>
/// <param name="ErrorType">What the platform calls the error, such as Runtime.ExitError; null where the function has thrown, or timed out.</param>
public sealed record InvocationStatus(string Name, string? ErrorType = null)
{
    /// <summary>It gave a result.</summary>
    public static InvocationStatus Success { get; } = new("success");

    /// <summary>The function threw an exception.</summary>
    public static InvocationStatus Error { get; } = new("error");

    /// <summary>It did not end in its time.</summary>
    public static InvocationStatus Timeout { get; } = new("timeout");

    /// <summary>Whether it gave a result.</summary>
    public bool IsSuccess => this == Success;
}
