using System.Text;

namespace Fanout.Local.Services.Lambda;

/// <summary>An asynchronous invocation that was given up.</summary>
/// <param name="FunctionArn">The function.</param>
/// <param name="RequestId">The request's id, the same at each attempt.</param>
/// <param name="Payload">The event, as JSON.</param>
/// <param name="Attempts">How often the function was called.</param>
/// <param name="Error">What the function answered last, as JSON; null where it was never called.</param>
/// <param name="Message">Why it was given up, and whether the event was kept, in a sentence.</param>
public sealed record FailedInvocation(
    string FunctionArn, string RequestId, byte[] Payload, int Attempts, byte[]? Error, string Message)
{
    /// <summary>The event as text.</summary>
    public string Event => Encoding.UTF8.GetString(Payload);
}
