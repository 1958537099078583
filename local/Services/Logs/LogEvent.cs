namespace Fanout.Local.Services.Logs;

/// <summary>A line that was logged.</summary>
/// <param name="Time">When it was logged, by the clock of who logged it.</param>
/// <param name="Number">Which of its group's it is, from 0: events of one moment keep the order in which they came.</param>
/// <param name="Ingested">When it came.</param>
/// <param name="Stream">The log stream.</param>
/// <param name="Text">Where the line is kept.</param>
public sealed record LogEvent(DateTimeOffset Time, long Number, DateTimeOffset Ingested, string Stream, RecentText Text)
{
    /// <summary>The line.</summary>
    public string Message => Text.Read();

    /// <summary>Where it stands among the events of its group.</summary>
    internal LogPosition Position => new(Time.ToUnixTimeMilliseconds(), Number);
}
