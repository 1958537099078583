using Fanout.Local.Cost;
using Fanout.Local.WebConsole.Graphs;
using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>All that is known of one execution.</summary>
/// <param name="account">What is read.</param>
/// <param name="page">The page.</param>
internal sealed class ExecutionPage(AccountReader account, PageContext page)
{
    /// <summary>The page of an execution.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="query">Which of its events are asked for.</param>
    public async Task<Html> OfAsync(ExecutionView execution, ListQuery query)
    {
        var item = execution.Item;
        var (states, graph) = await account.GraphAsync(execution.Definition);
        var (visits, byEvent) = StateVisit.Of(execution.Events);
        var list = new StatesPart(page, execution.States, visits.ToLookup(visit => visit.State));
        var drawing = new GraphSvg(graph, execution.States, list.IdOf).Draw($"Graph of {item.Machine}");
        return Html.Of($"""
            {Head(execution)}
            {FailurePart.Of(execution.End, page, list.IdOf)}
            {Parts.Section(page, "graph", "States", Html.Of($"""<div class="halves">{drawing}{list.Of(states)}</div>"""))}
            {Parts.Section(page, "timeline", "Timeline", Timelines(execution, visits))}
            {ChildrenPart.MapRuns(execution, page)}
            {ChildrenPart.Nested(execution, page)}
            {await NestedGraphsAsync(execution)}
            {Parts.Section(page, "payloads", "Input and output", Html.Of($"""
                <div class="halves even">{Parts.Payload("Input", execution.Input, page)}{Html.When(execution.End?.Output is not null, () => Parts.Payload("Output", execution.End!.Output!.Value, page))}</div>
                """))}
            {Parts.Section(page, "cost", "Cost in AWS", Cost(execution), "Step Functions, by the list prices of us-east-1")}
            {EventsPart.Of(execution, byEvent, query, page)}
            {LogsPart.Of(account.Logs(account.Stack.WorkflowOf(item.Machine.Split('/')[0]), item.Start, execution.End?.StopTime), page)}
            """);
    }

    // The states of machines of which only numbers are kept.
    private async Task<Html> NestedGraphsAsync(ExecutionView execution)
    {
        var parts = new List<Html>();
        foreach (var nested in execution.Nested)
        {
            if (account.Machine(nested.Machine) is { } machine)
            {
                var inner = page with { Prefix = $"{page.Prefix}nested-{parts.Count + 1}-" };
                var (states, graph) = await account.GraphAsync(machine.Definition);
                var list = new StatesPart(inner, nested.States, Array.Empty<StateVisit>().ToLookup(visit => visit.State));
                parts.Add(Parts.Section(inner, "graph", $"States of {nested.Machine}", Html.Of(
                    $"""<div class="halves">{new GraphSvg(graph, nested.States, list.IdOf).Draw($"Graph of {nested.Machine}")}{list.Of(states)}</div>"""),
                    "all executions together"));
            }
        }

        return Html.Join(parts);
    }

    // Where time is virtual, waits are to be seen on the one clock, and work on the other.
    private static Html Timelines(ExecutionView execution, IReadOnlyList<StateVisit> visits) => execution.IsRealTime
        ? new TimelineSvg(execution, visits, isReal: false).Draw()
        : Html.Of($"""
            {Html.When(execution.Item.Duration > TimeSpan.Zero, () => Html.Of($"""<h3>On the clock of the execution <span class="muted">waits and retries count, work takes no time</span></h3>{new TimelineSvg(execution, visits, isReal: false).Draw()}"""))}
            <h3>On this machine <span class="muted">work counts, waits pass at once</span></h3>
            {new TimelineSvg(execution, visits, isReal: true).Draw()}
            """);

    // What tasks called is counted by the role that called, which all executions of a machine have.
    private Html Cost(ExecutionView execution)
    {
        if (execution.Bill is not { } bill)
        {
            return Html.Of($"""<p class="empty">Counted when it has ended.</p>""");
        }

        var workflow = account.Stack.WorkflowOf(execution.Item.Machine.Split('/')[0]);
        return Html.Of($"""
            {CostPart.Of(bill, "Cost of this execution in AWS")}
            <p class="muted">{BillText.Dollars(bill.Dollars)} with its child executions. Not in it is what their tasks called, such as S3 and functions, and what was logged: that is counted
            by roles and log groups, not by execution{Html.When(workflow is not null, () => Html.Of($", and in the cost of {Parts.Link(page.Links.Workflow(workflow!), workflow!)}"))}.</p>
            """);
    }

    private Html Head(ExecutionView execution)
    {
        var item = execution.Item;
        var retries = execution.States.Values.Sum(state => state.Retries) + execution.Nested.Sum(nested => nested.States.Values.Sum(state => state.Retries));
        return Html.Of($"""
            <section id="{page.Id("head")}" class="head" aria-labelledby="{page.Id("head")}-title" data-live>
            <h1 id="{page.Id("head")}-title">{item.Name} {Parts.Status(item.Status)}</h1>
            {Parts.Facts(
                ("State machine", Parts.Link(page.Links.Machine(item.Machine), item.Machine)),
                ("Duration", Html.Text(Shown.Duration(item.Duration))),
                ("Started (UTC)", Parts.Time(item.Start)),
                ("States entered", Html.Text(Shown.Number(item.States))),
                ("Child executions", Html.Text(Shown.Number(item.Children))),
                ("Retries", Html.Text(Shown.Number(retries))),
                ("Started by", item.StartedBy is { } parent ? Parts.Link(page.Links.Execution(parent), parent.Split(':')[^1]) : Html.Text("a request")))}
            {Html.When(!page.IsReport && item.Status == ExecutionItem.Running, () => Html.Of($"""
                <form method="post" action="{page.Links.Execution(item.Arn)}/stop"><input type="hidden" name="form" value="{page.FormToken}"><button class="danger">Stop this execution</button></form>
                """))}
            </section>
            """);
    }
}
