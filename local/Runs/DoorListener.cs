using System.Collections.Concurrent;
using Fanout.Local.Cloud;

namespace Fanout.Local.Runs;

/// <summary>
/// Hears a topic at the door of a cloud within this program: the emulator looks at a whole queue for each message that comes
/// and goes, so that thousands would take it minutes.
/// </summary>
internal sealed class DoorListener : ITopicListener
{
    private readonly ConcurrentQueue<string> _messages = [];
    private readonly IDisposable _observation;

    /// <summary>Begins to listen.</summary>
    public DoorListener(Gateway door, string topicArn) => _observation = door.ObserveMessages(topicArn, _messages.Enqueue);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> HeardAsync(int expected, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([.. _messages]);

    public ValueTask DisposeAsync()
    {
        _observation.Dispose();
        return ValueTask.CompletedTask;
    }
}
