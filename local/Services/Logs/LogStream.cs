namespace Fanout.Local.Services.Logs;

/// <summary>A log stream: what one source logged.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Created">When it was made.</param>
/// <param name="First">The time of its earliest event; null where it has none.</param>
/// <param name="Last">The time of its latest event; null where it has none.</param>
/// <param name="Ingested">When the last one came; null where it has none.</param>
public sealed record LogStream(string Name, DateTimeOffset Created, DateTimeOffset? First = null, DateTimeOffset? Last = null, DateTimeOffset? Ingested = null)
{
    /// <summary>The stream with one more event.</summary>
    internal LogStream With(LogEvent logged) => this with
    {
        First = First < logged.Time ? First : logged.Time,
        Last = Last > logged.Time ? Last : logged.Time,
        Ingested = logged.Ingested,
    };
}
