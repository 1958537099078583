namespace Pulumi;

/// <summary>Messages of the program. Without an engine only errors matter: each one fails the deployment.</summary>
public static class Log
{
    /// <summary>A message for debugging.</summary>
    public static void Debug(
        string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => _ = Deployment.Current;

    /// <summary>A message about what happens.</summary>
    public static void Info(
        string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => _ = Deployment.Current;

    /// <summary>A message about something that may be wrong.</summary>
    public static void Warn(
        string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => _ = Deployment.Current;

    /// <summary>A message about something that is wrong; the deployment fails.</summary>
    public static void Error(
        string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Deployment.Current.Errors.Enqueue(message);

    /// <summary>An exception; the deployment fails.</summary>
    public static void Exception(
        Exception exception, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Error(exception.ToString(), resource, streamId, ephemeral);
}
