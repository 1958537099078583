using System.Text.Json;
using Fanout.Local.Services.States;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>The events of an execution in a table that can be filtered.</summary>
internal static class EventsPart
{
    private const int LongestDetails = 4_000;

    private static readonly string[] Columns = ["#No.", "Time (UTC)", "#Since start", "Type", "State", "Details"];

    // What the filter offers, each by a part of the types.
    private static readonly (string Name, Func<string, bool> Holds)[] Kinds =
    [
        ("errors", type => type.EndsWith("Failed", StringComparison.Ordinal) || type.EndsWith("TimedOut", StringComparison.Ordinal) || type.EndsWith("Aborted", StringComparison.Ordinal)),
        ("states", type => type.EndsWith("StateEntered", StringComparison.Ordinal) || type.EndsWith("StateExited", StringComparison.Ordinal)),
        ("tasks", type => type.StartsWith("Task", StringComparison.Ordinal) || type.StartsWith("Lambda", StringComparison.Ordinal)),
        ("maps", type => type.StartsWith("Map", StringComparison.Ordinal)),
    ];

    /// <summary>The events that a request asks for.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="byEvent">The passages through states that events belong to.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="page">The page.</param>
    public static Html Of(
        ExecutionView execution, IReadOnlyDictionary<long, StateVisit> byEvent, ListQuery query, PageContext page)
    {
        var holds = Kinds.FirstOrDefault(kind => kind.Name == query.Status).Holds ?? (_ => true);
        var found = execution.Events.Where(item => holds(item.Type) && query.Matches(item.Type, StateOf(item, byEvent))).ToArray();
        var shown = found.Skip(query.Offset(page.EventsOnPage)).Take(page.EventsOnPage).ToArray();
        var id = page.Id("events");
        var address = $"{page.Links.Execution(execution.Item.Arn)}#{id}";
        return Parts.Section(page, "events", "Events", Html.Of($"""
            {(page.IsReport ? FilterHere(id) : FilterByRequest(query, address))}
            {Parts.Table("Events", Columns, shown.Select(item => Row(item, execution.Item.Start, byEvent)), "events")}
            {(page.IsReport ? LeftOut(found.Length - shown.Length) : ExecutionsTable.Paging(query, found.Length, page.EventsOnPage, address))}
            """), Shown.Number(execution.Events.Count));
    }

    private static Html FilterByRequest(ListQuery query, string address) => Html.Of($"""
        <form class="filter" method="get" action="{address}" role="search" aria-label="Events">
        <label>State or type <input type="search" name="q" value="{query.Text}"></label>
        <label>Only <select name="status"><option value="">all</option>{Kinds.Select(kind => ExecutionsTable.Option(kind.Name, query.Status))}</select></label>
        <button>Filter</button>
        </form>
        """);

    private static Html FilterHere(string id) => Html.Of($"""
        <div class="filter scripted" role="search" aria-label="Events"><label>Filter <input type="search" data-filter="{id}"></label></div>
        """);

    private static Html LeftOut(int number) => Html.When(
        number > 0, () => Html.Of($"""<p class="muted">{Shown.Number(number)} more are left out here; serve's console has them all.</p>"""));

    private static Html Row(HistoryEvent item, DateTimeOffset start, IReadOnlyDictionary<long, StateVisit> byEvent)
    {
        var json = HistoryJson.Of(item, includesData: true);
        var details = json.FirstOrDefault(member => member.Value is System.Text.Json.Nodes.JsonObject).Value;
        var text = details is null ? "" : PrettyJson.Of(JsonSerializer.SerializeToElement(details));
        return Html.Of($"""
            <tr><td class="number">{item.Id}</td><td class="clock">{Shown.Clock(item.Timestamp)}</td><td class="number">{Shown.Duration(item.Timestamp - start)}</td>
            <td><span class="dot {KindOf(item.Type)}"></span>{item.Type}</td><td>{StateOf(item, byEvent)}</td>
            <td>{Html.When(text.Length > 0, () => Html.Of($"""<details><summary>{Summary(item.Details!)}</summary><pre tabindex="0">{(text.Length > LongestDetails ? $"{text[..LongestDetails]}…" : text)}</pre></details>"""))}</td></tr>
            """);
    }

    private static string? StateOf(HistoryEvent item, IReadOnlyDictionary<long, StateVisit> byEvent) => item.Details switch
    {
        StateEnteredEventDetails entered => entered.Name,
        StateExitedEventDetails exited => exited.Name,
        EvaluationFailedEventDetails failed => failed.State,
        MapIterationEventDetails iteration => $"{iteration.Name} [{iteration.Index}]",
        _ => item.Type.StartsWith("Execution", StringComparison.Ordinal) ? null : byEvent.GetValueOrDefault(item.Id)?.State,
    };

    private static string Summary(EventDetails details) => details switch
    {
        TaskFailedEventDetails failed => failed.Error ?? "error",
        FailureEventDetails failed => failed.Error ?? "error",
        EvaluationFailedEventDetails failed => failed.Error,
        MapRunFailedEventDetails failed => failed.Error ?? "error",
        TaskScheduledEventDetails task => $"{task.ResourceType}:{task.Resource}",
        TaskStartedEventDetails task => $"{task.ResourceType}:{task.Resource}",
        TaskOutputEventDetails task => $"{task.ResourceType}:{task.Resource}",
        MapStateStartedEventDetails map => Shown.Count(map.Length, "item"),
        StateEnteredEventDetails => "input",
        StateExitedEventDetails => "output",
        ExecutionStartedEventDetails => "input, role",
        ExecutionSucceededEventDetails => "output",
        _ => "details",
    };

    private static string KindOf(string type) =>
        Kinds[0].Holds(type) ? type.EndsWith("Aborted", StringComparison.Ordinal) ? "aborted" : "failed"
        : type.EndsWith("Succeeded", StringComparison.Ordinal) || type.EndsWith("Exited", StringComparison.Ordinal) ? "ok"
        : "idle";
}
