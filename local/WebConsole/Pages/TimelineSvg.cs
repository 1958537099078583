using Fanout.Local.WebConsole.Graphs;
using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>Draws when each state ran, and how many child executions at the same time.</summary>
/// <param name="execution">The execution.</param>
/// <param name="visits">The passages through its states.</param>
/// <param name="isReal">Whether as it was on this machine's clock; on the clock of executions otherwise.</param>
internal sealed class TimelineSvg(ExecutionView execution, IReadOnlyList<StateVisit> visits, bool isReal)
{
    private const double Width = 1080;
    private const double Left = 220;
    private const double Right = 70;
    private const double Top = 24;
    private const double RowHeight = 26;
    private const double CurveHeight = 52;
    private const int MostRows = 60;
    private const int MostCurves = 12;
    private const int LongestName = 32;
    private const int Ticks = 5;

    private readonly DateTimeOffset _start = isReal ? execution.Clock.Start : execution.Item.Start;
    private readonly DateTimeOffset _end = isReal ? execution.Clock.End ?? DateTimeOffset.UtcNow : execution.Item.Start + execution.Item.Duration;

    private TimeSpan Length => _end > _start ? _end - _start : TimeSpan.FromMilliseconds(1);

    /// <summary>The drawing.</summary>
    public Html Draw()
    {
        var rows = visits.GroupBy(visit => visit.State).Take(MostRows).ToArray();
        var curves = execution.MapRuns.OrderByDescending(run => run.Executions.Total).Take(MostCurves).OrderBy(run => run.Start)
            .Select(run => (Name: $"children: {run.Label}", run.Children))
            .Concat(execution.Nested.Select(nested => (Name: $"express: {nested.Machine}", nested.Children)))
            .Select(curve => (curve.Name, Spans: isReal ? curve.Children.RealSpans : curve.Children.Spans))
            .Where(curve => curve.Spans.All.Count > 0)
            .ToArray();
        var height = Top + (rows.Length * RowHeight) + (curves.Length * CurveHeight) + 8;
        return Html.Of($"""
            <div class="graph timeline" tabindex="0" role="group" aria-label="Timeline">
            <svg width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" role="img" aria-label="When each state ran, from 0 to {Shown.Duration(Length)}">
            {Enumerable.Range(0, Ticks + 1).Select(tick => Tick(tick, height))}
            {rows.Select((row, number) => Row(row.Key, [.. row], Top + (number * RowHeight)))}
            {curves.Select((curve, number) => Curve(curve.Name, curve.Spans, Top + (rows.Length * RowHeight) + (number * CurveHeight)))}
            </svg></div>
            """);
    }

    private Html Tick(int tick, double height)
    {
        var x = Left + ((Width - Left - Right) * tick / Ticks);
        return Html.Of($"""
            <line class="grid" x1="{x}" x2="{x}" y1="{Top - 6}" y2="{height}"/>
            <text class="detail" x="{x}" y="12" text-anchor="middle">{Shown.Duration(Length * tick / Ticks)}</text>
            """);
    }

    private Html Row(string state, StateVisit[] all, double y)
    {
        var total = all.Aggregate(TimeSpan.Zero, (sum, visit) => sum + (EndOf(visit) - StartOf(visit)));
        return Html.Of($"""
            <g><text class="title" x="0" y="{y + 15}">{Cut(state)}<title>{state}</title></text>
            {Merged(all).Select(bar => Html.Of($"""<rect class="bar {bar.Kind}" x="{bar.From}" y="{y + 4}" width="{Math.Max(bar.To - bar.From, 2)}" height="{RowHeight - 10}" rx="2"><title>{bar.Text}</title></rect>"""))}
            <text class="detail" x="{Width - Right + 6}" y="{y + 15}">{Shown.Duration(total)}</text></g>
            """);
    }

    // Passages that would be drawn over each other are drawn as one.
    private List<(double From, double To, string Kind, string Text)> Merged(StateVisit[] all)
    {
        var bars = new List<(double From, double To, string Kind, string Text)>();
        foreach (var visit in all.OrderBy(StartOf))
        {
            var (from, to) = (X(StartOf(visit)), X(EndOf(visit)));
            var text = $"{visit.State}: {visit.Kind switch { "ok" => "succeeded", "warn" => "error caught", "failed" => "failed", "aborted" => "stopped", _ => "running" }}, {Shown.Duration(EndOf(visit) - StartOf(visit))}";
            if (bars is [.., var last] && last.Kind == visit.Kind && from - last.To < 1)
            {
                bars[^1] = last with { To = Math.Max(last.To, to), Text = $"{visit.State}: several times" };
            }
            else
            {
                bars.Add((from, to, visit.Kind, text));
            }
        }

        return bars;
    }

    private Html Curve(string name, SpansView spans, double y)
    {
        var running = 0L;
        var points = new List<(double X, long Running)>();
        var (from, most) = (spans.Begin, 1L);
        foreach (var span in spans.All)
        {
            // What started and ended within a span ran in it too.
            var within = running + span.Started;
            points.Add((X(from), within));
            from += spans.Width;
            points.Add((X(from), within));
            running = within - span.Ended;
            most = Math.Max(most, within);
        }

        var bottom = y + CurveHeight - 8;
        double Height(long number) => bottom - (number * (CurveHeight - 16) / most);
        var failed = spans.All.Select((span, number) => (span.Failed, At: spans.Begin + (spans.Width * number))).Where(span => span.Failed > 0);
        return Html.Of($"""
            <g><text class="title" x="0" y="{y + 20}">{Cut(name)}<title>{name}</title></text><text class="detail" x="0" y="{y + 35}">up to {Shown.Number(most)} at a time</text>
            <path class="curve" d="{string.Concat(points.Select((point, number) => FormattableString.Invariant($"{(number == 0 ? $"M{point.X:0.#} {bottom:0.#} L" : " L")}{point.X:0.#} {Height(point.Running):0.#}")))}{FormattableString.Invariant($" L{points[^1].X:0.#} {bottom:0.#} Z")}"/>
            {failed.Select(span => Html.Of($"""<rect class="bar failed" x="{X(span.At)}" y="{bottom}" width="3" height="5"><title>{Shown.Number(span.Failed)} failed</title></rect>"""))}
            </g>
            """);
    }

    private DateTimeOffset StartOf(StateVisit visit) => isReal ? visit.RealStart : visit.Start;

    private DateTimeOffset EndOf(StateVisit visit) => (isReal ? visit.RealStop : visit.Stop) ?? _end;

    private double X(DateTimeOffset time) => Left + ((Width - Left - Right) * Math.Clamp((time - _start) / Length, 0, 1));

    private static string Cut(string name) => TextSize.Wrap(name, LongestName, most: 1)[0];
}
