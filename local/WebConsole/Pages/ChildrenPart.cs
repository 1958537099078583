using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>Map Runs and their children in numbers, with an example of each error.</summary>
internal static class ChildrenPart
{
    private const int MostRuns = 50;
    private const int MostChildren = 50;

    private static readonly string[] RunColumns = ["Map Run", "Status", "Items", "Child executions", "#Shortest", "#Median", "#95 %", "#Longest", "#Took"];
    private static readonly string[] NestedColumns = ["State machine", "Executions", "#Shortest", "#Median", "#95 %", "#Longest"];

    /// <summary>The Map Runs of an execution.</summary>
    public static Html MapRuns(ExecutionView execution, PageContext page)
    {
        if (execution.MapRuns.Count == 0)
        {
            return Html.None;
        }

        // Those with failures are looked for first.
        var shown = execution.MapRuns.OrderByDescending(run => run.Children.Errors.Count > 0).Take(MostRuns).ToArray();
        return Parts.Section(page, "map-runs", "Map Runs", Html.Of($"""
            {Parts.Table("Map Runs", RunColumns, shown.Select(run => Row(run, execution.Now)))}
            {Html.When(shown.Length < execution.MapRuns.Count, () => Html.Of($"""<p class="muted">{Shown.Number(shown.Length)} of {Shown.Number(execution.MapRuns.Count)}, those with errors before others.</p>"""))}
            {Children(execution, page)}
            {shown.SelectMany(run => run.Children.Errors.Select(error => Error(run.Label, error, page)))}
            """), Shown.Number(execution.MapRuns.Count));
    }

    /// <summary>The executions that an execution and its children started.</summary>
    public static Html Nested(ExecutionView execution, PageContext page) => Html.Of($"""
        {Html.When(execution.Started.Count > 0, () => Parts.Section(
            page, "started", "Executions that it started", ExecutionsTable.Of(execution.Started, page, showsMachine: true), Shown.Number(execution.Started.Count)))}
        {Html.When(execution.Nested.Count > 0, () => Parts.Section(page, "nested", "Express executions that it started", Html.Of($"""
            {Parts.Table("Express executions", NestedColumns, execution.Nested.Select(nested => Html.Of($"""
                <tr><td class="main">{Parts.Link(page.Links.Machine(nested.Machine), nested.Machine)}</td><td>{Parts.Numbers(nested.Executions)}</td>{Durations(nested.Children)}</tr>
                """)))}
            {execution.Nested.SelectMany(nested => nested.Children.Errors.Select(error => Error(nested.Machine, error, page)))}
            """)))}
        """);

    private static Html Children(ExecutionView execution, PageContext page)
    {
        var shown = execution.Children.OrderByDescending(child => child.Error is not null).Take(MostChildren).ToArray();
        return shown.Length == 0 ? Html.None : Html.Of($"""
            <h3>Standard children <span class="muted">{Shown.Number(shown.Length)} of {Shown.Number(execution.Children.Count)} that are kept</span></h3>
            {ExecutionsTable.Of(shown, page, showsMachine: true)}
            """);
    }

    private static Html Row(MapRunView run, DateTimeOffset now) => Html.Of($"""
        <tr><td class="main">{run.Label}<div class="muted">{run.Arn[(run.Arn.LastIndexOf(':') + 1)..]}</div></td><td>{Parts.Status(run.Status)}</td>
        <td>{Parts.Numbers(run.Items)}</td><td>{Parts.Numbers(run.Executions)}</td>{Durations(run.Children)}
        <td class="number">{Shown.Duration((run.Stop ?? now) - run.Start)}</td></tr>
        """);

    private static Html Durations(ChildrenView children) => Html.Of(
        $"""{new[] { (children.Shortest, ""), (children.Median, "≤ "), (children.NinetyFifth, "≤ "), (children.Longest, "") }.Select(item => Html.Of($"""<td class="number">{(item.Item1 is { } duration ? $"{item.Item2}{Shown.Duration(duration)}" : "–")}</td>"""))}""");

    private static Html Error(string where, StepFunctions.History.ChildError error, PageContext page) => Html.Of($"""
        <details class="example"><summary>{Parts.Badge("failed", Shown.Number(error.Count))} <code>{error.Name}</code> <span class="muted">in {where}{Html.When(error.State is not null, () => Html.Of($", state {error.State}"))}</span></summary>
        <div class="body"><p class="muted">The first one: {error.ExecutionArn}</p>
        {Html.When(error.Cause.Length > 0, () => Parts.Payload("Cause", PrettyJson.OfText(error.Cause), page))}
        {Parts.Payload("Input", PrettyJson.OfText(error.Input), page)}</div></details>
        """);
}
