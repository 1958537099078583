using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>What functions and jobs logged.</summary>
internal static class LogsPart
{
    private const int MostLines = 300;
    private const int LongestLine = 4_000;

    /// <summary>The last lines.</summary>
    public static Html Of(IReadOnlyList<LogLine> lines, PageContext page) => Parts.Section(page, "logs", "Logs", lines.Count == 0
        ? Html.Of($"""<p class="empty">The workflow's functions and jobs logged nothing while it ran.</p>""")
        : Html.Of($"""
            {Html.When(lines.Count > MostLines, () => Html.Of($"""<p class="muted">The last {Shown.Number(MostLines)} lines.</p>"""))}
            {Parts.Table("Log lines", ["Time (UTC)", "Log group", "Line"], lines.TakeLast(MostLines).Select(Row), "log")}
            """), $"{Shown.Count(lines.Count, "line")} of the workflow's functions and jobs while it ran");

    private static Html Row(LogLine line) => Html.Of(
        $"""<tr><td class="clock">{Shown.Clock(line.Time)}</td><td class="muted">{line.Group}</td><td><code>{(line.Message.Length > LongestLine ? $"{line.Message[..LongestLine]}…" : line.Message.TrimEnd())}</code></td></tr>""");
}
