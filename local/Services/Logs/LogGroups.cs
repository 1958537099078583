using System.Collections.Concurrent;
using System.Text;
using Fanout.Local.Cost;

namespace Fanout.Local.Services.Logs;

/// <summary>The log groups, and what functions and jobs logged to them.</summary>
/// <param name="time">The clock; the machine's by default.</param>
/// <param name="usage">Where what is billed is counted; nowhere by default.</param>
public sealed class LogGroups(TimeProvider? time = null, Usage? usage = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, LogGroup> _groups = new();

    /// <summary>The groups, by name.</summary>
    public IEnumerable<LogGroup> All => _groups.Values.OrderBy(group => group.Name, StringComparer.Ordinal);

    /// <summary>Creates a log group; gives the one of that name where there is one, as who writes to a group may have made it.</summary>
    public LogGroup Create(string logGroup) => _groups.GetOrAdd(logGroup, name => new LogGroup(name, _time.GetUtcNow()));

    /// <summary>Adds a log group; false where there is one of that name.</summary>
    public bool Add(LogGroup group) => _groups.TryAdd(group.Name, group);

    /// <summary>Takes a log group away with all that was logged to it; false where there is none of that name.</summary>
    public bool Remove(string logGroup) => _groups.TryRemove(logGroup, out _);

    /// <summary>A log group; null where there is none of that name.</summary>
    public LogGroup? Find(string logGroup) => _groups.GetValueOrDefault(logGroup);

    /// <summary>Whether a log group was created or written to.</summary>
    public bool Exists(string logGroup) => _groups.ContainsKey(logGroup);

    /// <summary>Logs one line; group and stream are made where there are none, as the services do whose roles may.</summary>
    /// <param name="logGroup">The log group.</param>
    /// <param name="stream">The log stream.</param>
    /// <param name="line">The line.</param>
    /// <param name="time">When it was logged, by the clock of who logged it; now by default.</param>
    public void Write(string logGroup, string stream, string line, DateTimeOffset? time = null)
    {
        var now = _time.GetUtcNow();
        Write(Create(logGroup), stream, line, time ?? now, now);
    }

    /// <summary>Logs one line to a group that there is; what is meant for another is lost, as what services deliver is.</summary>
    /// <param name="logGroup">The log group.</param>
    /// <param name="stream">The log stream, which is made where there is none.</param>
    /// <param name="line">The line.</param>
    /// <param name="time">When it was logged, by the clock of who logged it.</param>
    public void Deliver(string logGroup, string stream, string line, DateTimeOffset time)
    {
        if (Find(logGroup) is { } group)
        {
            Write(group, stream, line, time, _time.GetUtcNow());
        }
    }

    /// <summary>The lines that a log group keeps, in the order in which they came; none where it was never written.</summary>
    public IReadOnlyList<string> Lines(string logGroup) =>
        Find(logGroup) is { } group ? [.. group.Events().Select(logged => logged.Message)] : [];

    private void Write(LogGroup group, string stream, string line, DateTimeOffset time, DateTimeOffset now)
    {
        usage?.Add(group.Name, Prices.LogGigabyte, BilledQuantity.LogGigabytes(Encoding.UTF8.GetByteCount(line)));
        group.Write(stream, line, time, now);
    }
}
