using Fanout.Local.Aws;

namespace Fanout.Local.Services.States;

/// <summary>The arguments of a call of the API.</summary>
internal static class Arguments
{
    // The members that the service's model marks as sensitive.
    private static readonly string[] Sensitive = ["cause", "definition", "description", "error", "input", "output", "versionDescription"];

    /// <summary>Reads a call.</summary>
    /// <exception cref="ServiceException">Its body is no object.</exception>
    public static RequestMembers Of(ServiceCall call) => new(call.Json, "ValidationException", sensitive: Sensitive);
}
