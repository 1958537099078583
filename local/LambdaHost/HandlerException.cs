namespace Fanout.Local.LambdaHost;

/// <summary>The handler named by a function's configuration cannot be called.</summary>
public sealed class HandlerException(string message) : Exception(message);
