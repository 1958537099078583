using System.Collections.Concurrent;

namespace Fanout.Local.Cloud;

/// <summary>The log groups, and the lines that functions and jobs wrote to them.</summary>
public sealed class LogGroups
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _lines = new();

    /// <summary>Creates a log group.</summary>
    public void Create(string logGroup) => _lines.TryAdd(logGroup, []);

    /// <summary>Whether a log group was created or written to.</summary>
    public bool Exists(string logGroup) => _lines.ContainsKey(logGroup);

    /// <summary>Appends one line.</summary>
    public void Write(string logGroup, string line) => _lines.GetOrAdd(logGroup, _ => []).Enqueue(line);

    /// <summary>All lines of a log group, in the order in which they came; none where it was never written.</summary>
    public IReadOnlyList<string> Lines(string logGroup) =>
        _lines.TryGetValue(logGroup, out var lines) ? [.. lines] : [];
}
