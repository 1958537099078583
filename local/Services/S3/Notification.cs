namespace Fanout.Local.Services.S3;

/// <summary>An event on its way to a function.</summary>
/// <param name="FunctionArn">The function.</param>
/// <param name="Message">The event, as JSON.</param>
public sealed record Notification(string FunctionArn, string Message);
