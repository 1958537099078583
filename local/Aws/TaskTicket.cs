namespace Fanout.Local.Aws;

/// <summary>By what a request that starts an execution says which Task it is of, so that the execution is the Task's own.</summary>
internal static class TaskTicket
{
    private const string Header = "Fanout-Task";

    /// <summary>Tells it with a request.</summary>
    public static void Tell(HttpRequestMessage request, string ticket) => request.Headers.Add(Header, ticket);

    /// <summary>What a request tells; null where it is of no Task.</summary>
    public static string? Of(ServiceCall call) => call.Header(Header);
}
