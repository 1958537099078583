using Fanout.Local.StepFunctions.History;
using Fanout.Local.WebConsole.Markup;

namespace Fanout.Local.WebConsole.Graphs;

/// <summary>What became of a state, in a word and a colour.</summary>
/// <param name="Kind">The class of its colour.</param>
/// <param name="Word">The word.</param>
internal readonly record struct StateMark(string Kind, string Word)
{
    /// <summary>That of a state.</summary>
    public static StateMark Of(StateCounts? counts) => counts switch
    {
        null or { Entered: 0 } => new("idle", "not entered"),
        { Running: > 0 } => new("running", "running"),
        { Failed: > 0, Left: 0 } => new("failed", "failed"),
        { Failed: > 0 } => new("warn", "partly failed"),
        { Caught: > 0 } => new("warn", "error caught"),
        { Aborted: > 0, Left: 0 } => new("aborted", "stopped"),
        _ => new("ok", "succeeded"),
    };

    /// <summary>What is to be said of its numbers beside how often it was entered; empty where that is nothing.</summary>
    public static string Notes(StateCounts? counts) => counts is null ? "" : string.Join(" · ", new[]
    {
        (counts.Failed, "failed"), (counts.Caught, "caught"), (counts.Aborted, "stopped"), (counts.Retries, counts.Retries == 1 ? "retry" : "retries"),
    }.Where(note => note.Item1 > 0).Select(note => $"{Shown.Number(note.Item1)} {note.Item2}"));
}
