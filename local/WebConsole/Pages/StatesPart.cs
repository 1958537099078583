using Fanout.Local.StepFunctions.History;
using Fanout.Local.WebConsole.Graphs;
using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>The states of an execution beside their graph: what went in and out, how often, and what was tried again.</summary>
/// <param name="page">The page.</param>
/// <param name="counts">What became of the states.</param>
/// <param name="visits">The passages through them, of those whose events are kept.</param>
internal sealed class StatesPart(PageContext page, IReadOnlyDictionary<string, StateCounts> counts, ILookup<string, StateVisit> visits)
{
    private readonly Dictionary<string, string> _ids = [];

    /// <summary>The id of a state's element.</summary>
    public string IdOf(string state) =>
        _ids.TryGetValue(state, out var id) ? id : _ids[state] = page.Id($"state-{_ids.Count + 1}");

    /// <summary>The states of a machine, in the order of its definition.</summary>
    public Html Of(StateGroup states) => Html.Of(
        $"""<ul class="states">{states.States.SelectMany(state => state.All()).Select(item => State(item.State, item.Depth))}</ul>""");

    private Html State(StateNode state, int depth)
    {
        var known = counts.GetValueOrDefault(state.Name);
        var mark = StateMark.Of(known);
        var notes = StateMark.Notes(known);
        return Html.Of($"""
            <li class="depth-{Math.Min(depth, 4)}"><details id="{IdOf(state.Name)}">
            <summary><span class="badge {mark.Kind}">{Parts.Sign(mark.Kind)}<span class="hidden">{mark.Word}</span></span>
            <span class="grow"><span class="name">{state.Name}</span> <span class="muted">{state.Detail}</span></span>
            <span class="muted number">{Html.When(known is { Entered: > 1 }, () => Html.Of($"×{Shown.Number(known!.Entered)}"))}{Html.When(known is not null && Mean(known) > TimeSpan.Zero, () => Html.Of($" {Shown.Duration(Mean(known!))}"))}</span></summary>
            <div class="body">
            {Html.When(known is not null, () => Parts.Facts(
                ("Entered", Html.Text(Shown.Count(known!.Entered, "time"))),
                ("On average", Html.Text(Shown.Duration(Mean(known)))),
                ("Outcome", Html.Of($"{mark.Word}{(notes.Length > 0 ? $": {notes}" : "")}")),
                ("Last error", Html.Of($"<code>{known.LastError ?? "–"}</code>"))))}
            {Visits(state, known)}
            </div></details></li>
            """);
    }

    private Html Visits(StateNode state, StateCounts? known)
    {
        var all = visits[state.Name].ToArray();
        if (all.Length == 0)
        {
            return known is null
                ? Html.Of($"""<p class="muted">It was not entered.</p>""")
                : Html.Of($"""<p class="muted">It ran in child executions, of which numbers are kept, and an example of each error with the Map Run.</p>""");
        }

        // What failed is looked for first.
        var shown = all.OrderByDescending(visit => visit.Kind is "failed").ThenByDescending(visit => visit.Kind is "warn").Take(page.VisitsOfState).OrderBy(visit => visit.Id).ToArray();
        return Html.Of($"""
            {Html.When(shown.Length < all.Length, () => Html.Of($"""<p class="muted">{Shown.Number(shown.Length)} of {Shown.Number(all.Length)} passages, those that failed before others; the events have them all.</p>"""))}
            {shown.Select(visit => Visit(visit, isOnly: all.Length == 1))}
            """);
    }

    private Html Visit(StateVisit visit, bool isOnly)
    {
        var content = Html.Of($"""
            {Attempts(visit)}
            {Html.When(visit.Failure is not null, () => Html.Of($"""
                <div class="caught {visit.Kind}">{Parts.Badge(visit.Kind, visit.Kind == "warn" ? "error caught" : "error")} <code>{visit.Failure!.Value.Error}</code>
                {Html.When(visit.Failure!.Value.Cause is not null, () => Parts.Payload("Cause", PrettyJson.OfText(visit.Failure!.Value.Cause!), page))}</div>
                """))}
            {Parts.Payload("Input", visit.Input, page)}
            {visit.Attempts.TakeLast(1).Select(attempt => Parts.Payload("Arguments", attempt.Arguments, page))}
            {Html.When(visit.Output is not null, () => Parts.Payload("Output", visit.Output!.Value, page))}
            {(visit.Assigned ?? new Dictionary<string, System.Text.Json.JsonElement>()).Select(variable => Parts.Payload($"${variable.Key}", variable.Value, page))}
            """);
        return isOnly ? content : Html.Of($"""
            <details class="visit"><summary>{Parts.Badge(visit.Kind, $"event {visit.Id}")} <span class="muted">{Shown.Clock(visit.Start)}{Html.When(visit.Stop is not null, () => Html.Of($", {Shown.Duration(visit.Stop!.Value - visit.Start)}"))}</span></summary>
            {content}</details>
            """);
    }

    private static Html Attempts(StateVisit visit) => visit.Attempts.Count < 2 ? Html.None : Html.Of($"""
        <p class="muted">{Shown.Count(visit.Attempts.Count - 1, "retry").Replace("retrys", "retries", StringComparison.Ordinal)}</p><ol class="attempts">{visit.Attempts.Select(attempt => Html.Of(
            $"""<li>{Shown.Clock(attempt.Start)} {(attempt.Failure is { } failure ? Html.Of($"""{Parts.Badge("failed", failure.Error ?? "failed")}""") : Parts.Badge(attempt.Stop is null ? "running" : "ok", attempt.Stop is null ? "not ended" : "succeeded"))}</li>"""))}</ol>
        """);

    private static TimeSpan Mean(StateCounts counts) =>
        counts.Entered == counts.Running ? TimeSpan.Zero : counts.Duration / (counts.Entered - counts.Running);
}
