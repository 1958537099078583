using System.Collections.Immutable;

namespace Fanout.Local.Services.Logs;

/// <summary>
/// A log group: its settings, its streams, and the last of what was logged to it, <see cref="MostEvents"/> events or
/// <see cref="MostCharacters"/> characters, whichever is less. Safe for any thread.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="created">When it was made.</param>
public sealed class LogGroup(string name, DateTimeOffset created)
{
    /// <summary>The most events that a group keeps; older ones go.</summary>
    public const int MostEvents = 100_000;

    /// <summary>The most characters that a group keeps; older events go.</summary>
    public const int MostCharacters = 16 << 20;

    private readonly Lock _lock = new();
    private readonly Queue<LogEvent> _events = [];
    private readonly RecentTexts _texts = new(MostCharacters);
    private readonly Dictionary<string, LogStream> _streams = [];
    private long _characters;
    private long _count;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created => created;

    /// <summary>How many days its events are kept for; null for always. Nothing here lives for a day.</summary>
    public int? RetentionInDays { get; set; }

    /// <summary>The key that it is encrypted with; null for the service's own.</summary>
    public string? KmsKey { get; set; }

    /// <summary>Its class.</summary>
    public string Class { get; init; } = "STANDARD";

    /// <summary>Its tags.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The size of what it keeps, in characters.</summary>
    public long Size
    {
        get
        {
            lock (_lock)
            {
                return _characters;
            }
        }
    }

    /// <summary>What it keeps, in the order in which it came.</summary>
    public IReadOnlyList<LogEvent> Events()
    {
        lock (_lock)
        {
            return [.. _events];
        }
    }

    /// <summary>Its streams.</summary>
    public IReadOnlyList<LogStream> Streams()
    {
        lock (_lock)
        {
            return [.. _streams.Values];
        }
    }

    /// <summary>Whether it has a stream.</summary>
    public bool HasStream(string stream)
    {
        lock (_lock)
        {
            return _streams.ContainsKey(stream);
        }
    }

    /// <summary>Makes a stream; false where there is one of that name.</summary>
    public bool AddStream(string stream, DateTimeOffset now)
    {
        lock (_lock)
        {
            return _streams.TryAdd(stream, new LogStream(stream, now));
        }
    }

    /// <summary>Takes a stream away with its events; false where there is none of that name.</summary>
    public bool RemoveStream(string stream)
    {
        lock (_lock)
        {
            if (!_streams.Remove(stream))
            {
                return false;
            }

            LogEvent[] others = [.. _events.Where(logged => logged.Stream != stream)];
            _events.Clear();
            _characters = 0;
            foreach (var other in others)
            {
                Keep(other);
            }

            return true;
        }
    }

    /// <summary>Logs a line; its stream is made where there is none of that name.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="message">The line.</param>
    /// <param name="time">When it was logged, by the clock of who logged it.</param>
    /// <param name="now">When it came.</param>
    public void Write(string stream, string message, DateTimeOffset time, DateTimeOffset now)
    {
        lock (_lock)
        {
            var into = _streams.GetValueOrDefault(stream) ?? new LogStream(stream, now);

            // The stream's own name: callers make theirs anew for each line.
            var logged = new LogEvent(time, _count++, now, into.Name, _texts.Add(message));
            _streams[into.Name] = into.With(logged);
            Keep(logged);
        }
    }

    private void Keep(LogEvent logged)
    {
        _events.Enqueue(logged);
        _characters += logged.Text.Length;
        while (_events.Count > MostEvents || _characters > MostCharacters)
        {
            _characters -= _events.Dequeue().Text.Length;
        }
    }
}
