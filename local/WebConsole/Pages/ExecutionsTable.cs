using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>Executions in a table.</summary>
internal static class ExecutionsTable
{
    private const int OnPage = 25;

    private static readonly string[] Columns = ["Execution", "Status", "Started (UTC)", "#Duration", "#States", "#Children", "Error"];
    private static readonly string[] Statuses = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"];

    /// <summary>Executions as they are given.</summary>
    public static Html Of(IReadOnlyCollection<ExecutionItem> items, PageContext page, bool showsMachine) => items.Count == 0
        ? Html.Of($"""<p class="empty">No executions.</p>""")
        : Parts.Table("Executions", Columns, items.Select(item => Row(item, page, showsMachine)));

    /// <summary>Executions that are filtered and paged by the request.</summary>
    /// <param name="items">All of them.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="page">The page.</param>
    /// <param name="address">The page's own address.</param>
    public static Html Filtered(IReadOnlyCollection<ExecutionItem> items, ListQuery query, PageContext page, string address)
    {
        var found = items.Where(item => (query.Status.Length == 0 || item.Status == query.Status) && query.Matches(item.Name, item.Error)).ToArray();
        var shown = found.Skip(query.Offset(OnPage)).Take(OnPage).ToArray();
        return Html.Of($"""
            <form class="filter" method="get" action="{address}" role="search" aria-label="Executions">
            <label>Name or error <input type="search" name="q" value="{query.Text}"></label>
            <label>Status <select name="status"><option value="">any</option>{Statuses.Select(status => Option(status, query.Status))}</select></label>
            <button>Filter</button>
            </form>
            {Of(shown, page, showsMachine: false)}
            {Paging(query, found.Length, OnPage, address)}
            """);
    }

    /// <summary>Links to the pages before and after.</summary>
    public static Html Paging(ListQuery query, int total, int onPage, string address)
    {
        if (total <= onPage)
        {
            return Html.None;
        }

        var (offset, last) = (query.Offset(onPage), (total - 1) / onPage);
        return Html.Of($"""
            <nav class="paging" aria-label="Pages"><span class="muted">{Shown.Number(offset + 1)} to {Shown.Number(Math.Min(offset + onPage, total))} of {Shown.Number(total)}</span>
            {Html.When(query.Page > 0, () => Html.Of($"""<a href="{query.At(query.Page - 1, address)}" rel="prev">Previous</a>"""))}
            {Html.When(query.Page < last, () => Html.Of($"""<a href="{query.At(query.Page + 1, address)}" rel="next">Next</a>"""))}
            </nav>
            """);
    }

    internal static Html Option(string value, string chosen) => value == chosen
        ? Html.Of($"<option selected>{value}</option>")
        : Html.Of($"<option>{value}</option>");

    private static Html Row(ExecutionItem item, PageContext page, bool showsMachine) => Html.Of($"""
        <tr><td class="main">{Parts.Link(page.Links.Execution(item.Arn), item.Name)}{Html.When(showsMachine, () => Html.Of($"""<div class="muted">{item.Machine}</div>"""))}</td>
        <td>{Parts.Status(item.Status)}</td><td>{Parts.Time(item.Start)}</td><td class="number">{Shown.Duration(item.Duration)}</td>
        <td class="number">{Shown.Number(item.States)}</td><td class="number">{Shown.Number(item.Children)}</td><td class="cause">{item.Error}</td></tr>
        """);
}
