using System.Collections.Concurrent;

namespace Fanout.Local.Cloud;

/// <summary>The lines that functions wrote, by log group.</summary>
public sealed class LogGroups
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _lines = new();

    /// <summary>Appends one line.</summary>
    public void Write(string logGroup, string line) => _lines.GetOrAdd(logGroup, _ => []).Enqueue(line);

    /// <summary>All lines of a log group, in the order in which they came; none where it was never written.</summary>
    public IReadOnlyList<string> Lines(string logGroup) =>
        _lines.TryGetValue(logGroup, out var lines) ? [.. lines] : [];
}
