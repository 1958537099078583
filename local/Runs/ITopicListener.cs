namespace Fanout.Local.Runs;

/// <summary>Hears what a topic is told, until it is disposed.</summary>
internal interface ITopicListener : IAsyncDisposable
{
    /// <summary>The messages that were published, each once, though queues may deliver one twice. All are published now.</summary>
    /// <param name="expected">How many are waited for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<string>> HeardAsync(int expected, CancellationToken cancellation);
}
