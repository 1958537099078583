using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>Buckets, tables and queues, and their first items.</summary>
/// <param name="page">The page.</param>
internal sealed class StoresPart(PageContext page)
{
    private const int LongestCell = 160;

    /// <summary>Stores in a table.</summary>
    public Html Of(IReadOnlyCollection<Store> stores) => stores.Count == 0
        ? Html.Of($"""<p class="empty">None.</p>""")
        : Parts.Table("Stores", ["Name", "Kind", "Workflow"], stores.Select(store => Html.Of($"""
            <tr><td class="main">{Parts.Link(page.Links.Store(store.Kind, store.Name), store.Name)}</td><td>{store.Kind[..^1]}</td>
            <td>{(store.Workflow is { } workflow ? Parts.Link(page.Links.Workflow(workflow), workflow) : Html.None)}</td></tr>
            """)));

    /// <summary>The first items of a store.</summary>
    public Html ItemsOf(Store store, StoreItems items) => Html.Of($"""
        {Parts.Facts([("Kind", Html.Text(store.Kind[..^1])), .. items.Facts.Select(fact => (fact.Name, Html.Text(fact.Value)))])}
        {Parts.Section(page, "items", "First items", items.Rows.Count == 0
            ? Html.Of($"""<p class="empty">{(items.Note.Length > 0 ? items.Note : "There are none.")}</p>""")
            : Html.Of($"""
                {Parts.Table("First items", items.Columns, items.Rows.Select(row => Html.Of($"<tr>{row.Select((cell, number) => Cell(cell, items.Columns[number]))}</tr>")))}
                <p class="muted">{items.Note}</p>
                """))}
        """);

    private Html Cell(string text, string column) =>
        column.StartsWith('#') ? Html.Of($"""<td class="number">{text}</td>""")
        : !text.Contains('\n', StringComparison.Ordinal) && text.Length < LongestCell ? Html.Of($"<td>{text}</td>")
        : Html.Of($"<td>{Parts.Payload(column, text, page)}</td>");
}
