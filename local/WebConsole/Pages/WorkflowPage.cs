using Fanout.Local.Cost;
using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>A workflow: its state machines drawn, their executions, its stores, what it would cost, and what it exports.</summary>
/// <param name="account">What is read.</param>
/// <param name="stores">Its buckets, tables and queues.</param>
/// <param name="page">The page.</param>
internal sealed class WorkflowPage(AccountReader account, StoreReader stores, PageContext page)
{
    private static readonly string[] StartFirst = ["Start", "Describe", "Look", "Stop"];

    /// <summary>The page of a workflow.</summary>
    public async Task<Html> OfAsync(string workflow, ListQuery query, CancellationToken cancellation)
    {
        var outputs = account.Stack.OutputsOf(workflow);
        var machines = account.Machines().Where(machine => machine.Workflow == workflow).ToArray();
        var names = machines.Select(machine => machine.Name).ToHashSet();
        var executions = (await account.ExecutionsAsync()).Where(item => names.Contains(item.Machine)).ToArray();
        var main = machines.FirstOrDefault(machine => machine.Arn == outputs.GetValueOrDefault("StateMachineArn"));
        var bill = account.BillOf(workflow);
        var graphs = new List<Html>();
        foreach (var machine in machines)
        {
            graphs.Add(Html.Of($"""
                <h3>{Parts.Link(page.Links.Machine(machine.Name), machine.Name)}{Html.When(machine.IsExpress, () => Html.Of($""" <span class="muted">Express</span>"""))}</h3>
                {await new MachinePart(account, page).GraphAsync(machine)}
                """));
        }

        return Html.Of($"""
            <h1>{workflow}</h1>
            {Html.When(main is not null, () => new MachinePart(account, page).Start(main!))}
            {Parts.Section(page, "executions", "Executions", ExecutionsTable.Filtered(executions, query, page, page.Links.Workflow(workflow)!), Shown.Number(executions.Length))}
            {Parts.Section(page, "graph", "State machines", Html.Join(graphs))}
            {Parts.Section(page, "stores", "Stores", new StoresPart(page).Of([.. (await stores.AllAsync(cancellation)).Where(store => store.Workflow == workflow)]))}
            {Parts.Section(page, "cost", "Cost in AWS", CostPart.Of(bill, "Cost in AWS"), $"{BillText.Dollars(bill.Dollars)} so far, by the list prices of us-east-1")}
            {Parts.Section(page, "outputs", "Outputs", Html.Of($"""<div class="outputs">{outputs
                .OrderBy(output => Array.IndexOf(StartFirst, output.Key) is var at and >= 0 ? at : StartFirst.Length).ThenBy(output => output.Key, StringComparer.Ordinal)
                .Select(output => Parts.Payload(output.Key, output.Value, page))}</div>"""))}
            """);
    }
}
