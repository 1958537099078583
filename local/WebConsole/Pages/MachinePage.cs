using System.Text.Json;
using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>A state machine with its executions.</summary>
/// <param name="account">What is read.</param>
/// <param name="page">The page.</param>
internal sealed class MachinePage(AccountReader account, PageContext page)
{
    /// <summary>The page of a machine.</summary>
    public async Task<Html> OfAsync(MachineView machine, ListQuery query)
    {
        var part = new MachinePart(account, page);
        var own = (await account.ExecutionsAsync()).Where(item => item.Machine == machine.Name).ToArray();
        return Html.Of($"""
            <h1>{machine.Name}</h1>
            {part.Facts(machine)}
            {part.Start(machine)}
            {Parts.Section(page, "executions", "Executions", machine.IsExpress
                ? Html.Of($"""<p class="empty">Of Express executions numbers are kept: the execution that started them shows them.</p>""")
                : ExecutionsTable.Filtered(own, query, page, page.Links.Machine(machine.Name)!), Shown.Number(own.Length))}
            {Parts.Section(page, "graph", "Graph", await part.GraphAsync(machine))}
            {Parts.Section(page, "definition", "Definition", Parts.Payload("Definition", JsonElement.Parse(machine.Definition), page with { LongestValue = 200_000 }))}
            """);
    }
}
