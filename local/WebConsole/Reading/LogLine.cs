namespace Fanout.Local.WebConsole.Reading;

/// <summary>A line of a log.</summary>
/// <param name="Group">The log group.</param>
/// <param name="Time">When it was logged.</param>
/// <param name="Message">The line.</param>
internal sealed record LogLine(string Group, DateTimeOffset Time, string Message);
