using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>The first page: the stack's workflows, and what was executed last.</summary>
/// <param name="account">What is read.</param>
/// <param name="page">The page.</param>
internal sealed class HomePage(AccountReader account, PageContext page)
{
    private const int MostRecent = 15;

    private static readonly string[] Columns = ["Workflow", "State machines", "Executions", "Last"];

    /// <summary>The page.</summary>
    public async Task<Html> OfAsync()
    {
        var machines = account.Machines();
        var executions = await account.ExecutionsAsync();
        return Html.Of($"""
            <h1>{account.Stack.Name}</h1>
            {Parts.Section(page, "workflows", "Workflows", machines.Count == 0
                ? Html.Of($"""<p class="empty">There are no state machines yet. Deploy some, with <code>pulumi up</code> for example, and they appear here.</p>""")
                : Parts.Table("Workflows", Columns, machines.GroupBy(machine => machine.Workflow).Select(group => Row(group, executions))))}
            {Parts.Section(page, "recent", "Last executions", ExecutionsTable.Of([.. executions.Take(MostRecent)], page, showsMachine: true), Shown.Number(executions.Count))}
            """);
    }

    private Html Row(IGrouping<string?, MachineView> workflow, IReadOnlyList<ExecutionItem> executions)
    {
        var names = workflow.Select(machine => machine.Name).ToHashSet();
        var own = executions.Where(item => names.Contains(item.Machine)).ToArray();
        var counts = own.CountBy(item => item.Status).OrderBy(count => count.Key, StringComparer.Ordinal);
        return Html.Of($"""
            <tr><td class="main">{(workflow.Key is null ? Html.Text("of no workflow") : Parts.Link(page.Links.Workflow(workflow.Key), workflow.Key))}</td>
            <td>{workflow.Select(machine => Html.Of($"""<div>{Parts.Link(page.Links.Machine(machine.Name), machine.Name)}{Html.When(machine.IsExpress, () => Html.Of($""" <span class="muted">Express</span>"""))}</div>"""))}</td>
            <td><span class="numbers">{counts.Select(count => Parts.Badge(Parts.KindOf(count.Key), $"{Shown.Number(count.Value)} {count.Key.Replace('_', ' ').ToLowerInvariant()}"))}</span>{Html.When(own.Length == 0, () => Html.Of($"""<span class="muted">none</span>"""))}</td>
            <td>{own.Take(1).Select(item => Html.Of($"""{Parts.Link(page.Links.Execution(item.Arn), Parts.Time(item.Start))} <span class="muted">{Shown.Duration(item.Duration)}</span>"""))}</td></tr>
            """);
    }
}
