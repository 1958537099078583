using System.Globalization;
using System.Text;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.WebConsole.Markup;

namespace Fanout.Local.WebConsole.Graphs;

/// <summary>Draws a placed graph; each state is a link to what is known of it.</summary>
/// <param name="graph">The graph.</param>
/// <param name="counts">What became of its states, by their names.</param>
/// <param name="idOf">The id of the element that tells more of a state.</param>
internal sealed class GraphSvg(PlacedGraph graph, IReadOnlyDictionary<string, StateCounts> counts, Func<string, string> idOf)
{
    private const double Corner = 6;

    // How small it may become before it is scrolled: its texts are still to be read.
    private const double Smallest = 0.72;

    /// <summary>The drawing.</summary>
    /// <param name="title">What it shows, for who does not see it.</param>
    public Html Draw(string title) => Html.Of($"""
        <div class="graph" tabindex="0" role="group" aria-label="{title}">
        <svg class="least-{(long)Math.Ceiling(graph.Width * Smallest / 100)}" width="{graph.Width}" height="{graph.Height}" viewBox="0 0 {graph.Width} {graph.Height}" role="group" aria-label="{title}">
        {graph.Boxes.Where(box => box.Kind is BoxKind.Container or BoxKind.Branch).Select(Background)}
        {graph.Lines.Select(Line)}
        {graph.Boxes.Select(Foreground)}
        {graph.Lines.Select(Label)}
        </svg></div>
        """);

    private Html Background(PlacedBox box) => Html.Of(
        $"""<rect class="{(box.Kind == BoxKind.Branch ? "branch" : "container")} {MarkOf(box).Kind}" x="{box.Place.X}" y="{box.Place.Y}" width="{box.Place.Width}" height="{box.Place.Height}" rx="8"/>""");

    private Html Foreground(PlacedBox box) => box.Kind switch
    {
        BoxKind.Start => Html.Of(
            $"""<circle class="start" cx="{box.Place.X + (box.Place.Width / 2)}" cy="{box.Place.Y + (box.Place.Height / 2)}" r="{box.Place.Width / 2}"/>"""),
        BoxKind.Branch => Html.None,
        _ => State(box, box.State!),
    };

    private Html State(PlacedBox box, StateNode state)
    {
        var (mark, known) = (MarkOf(box), counts.GetValueOrDefault(state.Name));
        var (x, y, width, height) = (box.Place.X, box.Place.Y, box.Place.Width, box.Place.Height);
        var isContainer = box.Kind == BoxKind.Container;
        var times = known is { Entered: > 1 } ? $"×{Shown.Number(known.Entered)}" : "";
        var notes = StateMark.Notes(known);
        var top = y + 20;
        return Html.Of($"""
            <a href="#{idOf(state.Name)}" aria-label="{Spoken([state.Name, state.Detail, times, notes], mark, known)}" class="node {mark.Kind} {state.Type.ToLowerInvariant()}">
            {Html.When(!isContainer, () => Html.Of($"""<rect class="box" x="{x}" y="{y}" width="{width}" height="{height}" rx="{Radius(state)}"/>"""))}
            {Html.When(isContainer, () => Html.Of($"""<rect class="head" x="{x}" y="{y}" width="{width}" height="44" rx="8"/>"""))}
            {Sign(mark.Kind, x + 16, y + (isContainer ? 22 : height / 2))}
            {box.Title.Select((line, number) => Html.Of($"""<text class="title" x="{x + GraphLayout.Indent}" y="{top + (number * GraphLayout.TitleLine)}">{line}</text>"""))}
            <text class="detail" x="{x + GraphLayout.Indent}" y="{top + (box.Title.Count * GraphLayout.TitleLine)}">{state.Detail}</text>
            {Pill("count", times, x + width - 8, y)}
            {Pill("notes", notes, x + width - 8, isContainer ? y + 44 : y + height)}
            </a>
            """);
    }

    // The sign of an outcome, so that no colour alone tells it.
    private static Html Sign(string kind, double x, double y)
    {
        var path = kind switch
        {
            "ok" => "M-3.5 0.3 L-1 2.8 L3.5 -2.5",
            "failed" => "M-3 -3 L3 3 M3 -3 L-3 3",
            "warn" => "M0 -3.6 V0.8 M0 3.2 V3.4",
            "running" => "M-1.8 -3 L3 0 L-1.8 3 Z",
            "aborted" => "M-2.5 -2.5 H2.5 V2.5 H-2.5 Z",
            _ => "",
        };
        return Html.Of($"""<g class="sign" transform="translate({x} {y})"><circle r="7"/><path d="{path}"/></g>""");
    }

    // Right-aligned on a border of the box.
    private static Html Pill(string kind, string text, double right, double y)
    {
        if (text.Length == 0)
        {
            return Html.None;
        }

        var width = TextSize.Width(text, GraphLayout.DetailSize) + 12;
        return Html.Of(
            $"""<g class="pill {kind}"><rect x="{right - width}" y="{y - 8}" width="{width}" height="16" rx="8"/><text x="{right - (width / 2)}" y="{y + 4}" text-anchor="middle">{text}</text></g>""");
    }

    private Html Line(PlacedLine line)
    {
        var end = line.Points[^1];
        var (toX, toY) = Direction(line.Points[^2], end);
        return Html.Of($"""
            <path class="edge{(line.Edge.IsError ? " error" : "")}" d="{Path(line.Points)}"/>
            <path class="arrow{(line.Edge.IsError ? " error" : "")}" d="M0 0 L-7 -3.5 L-7 3.5 Z" transform="translate({end.X} {end.Y}) rotate({Math.Atan2(toY, toX) * 180 / Math.PI})"/>
            """);
    }

    private static Html Label(PlacedLine line)
    {
        if (line.Shown.Count == 0)
        {
            return Html.None;
        }

        var place = line.LabelPlace;
        return Html.Of($"""
            <g class="label{(line.Edge.IsError ? " error" : "")}"><title>{string.Join("\n", line.Labels)}</title>
            <rect x="{place.X}" y="{place.Y}" width="{place.Width}" height="{place.Height}" rx="3"/>
            {line.Shown.Select((text, number) => Html.Of($"""<text x="{place.X + (place.Width / 2)}" y="{place.Y + 10 + (number * GraphLayout.LabelLine)}" text-anchor="middle">{text}</text>"""))}</g>
            """);
    }

    // A line whose corners are round.
    private static string Path(IReadOnlyList<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{points[0].X:0.#} {points[0].Y:0.#}");
        for (var i = 1; i < points.Count - 1; i++)
        {
            var (before, at, after) = (points[i - 1], points[i], points[i + 1]);
            var radius = Math.Min(Corner, Math.Min(Distance(before, at), Distance(at, after)) / 2);
            var (inX, inY) = Direction(before, at);
            var (outX, outY) = Direction(at, after);
            path.Append(
                CultureInfo.InvariantCulture,
                $" L{at.X - (inX * radius):0.#} {at.Y - (inY * radius):0.#} Q{at.X:0.#} {at.Y:0.#} {at.X + (outX * radius):0.#} {at.Y + (outY * radius):0.#}");
        }

        return path.Append(CultureInfo.InvariantCulture, $" L{points[^1].X:0.#} {points[^1].Y:0.#}").ToString();
    }

    private static double Distance((double X, double Y) from, (double X, double Y) to) => Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2));

    private static (double X, double Y) Direction((double X, double Y) from, (double X, double Y) to) =>
        Distance(from, to) is > 0 and var distance ? ((to.X - from.X) / distance, (to.Y - from.Y) / distance) : (0, 1);

    private static double Radius(StateNode state) => state.Type is "Succeed" or "Fail" ? 22 : state.Type == "Choice" ? 2 : 8;

    private StateMark MarkOf(PlacedBox box) => StateMark.Of(box.State is null ? null : counts.GetValueOrDefault(box.State.Name));

    // What is seen, in its order, and what the sign means.
    private static string Spoken(string[] seen, StateMark mark, StateCounts? known) =>
        $"{string.Join(", ", seen.Where(text => text.Length > 0))}: {mark.Word}"
        + (known is { Entered: > 0 } ? $", entered {Shown.Count(known.Entered, "time")}" : "");
}
