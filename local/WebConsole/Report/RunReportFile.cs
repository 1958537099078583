using Fanout.Local.Cost;
using Fanout.Local.Runs;
using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Pages;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Report;

/// <summary>What runs did, as one file that needs no network: the pages of the console, those of what failed first.</summary>
/// <param name="account">What is read.</param>
internal sealed class RunReportFile(AccountReader account)
{
    private const int MostExecutions = 60;

    private static readonly string[] RunColumns = ["Workflow", "With", "Status", "#Items", "#Duration", "#Cost", "Written"];

    /// <summary>Writes the file.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="reports">The runs.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <param name="error">What ended the runs before they were done; null where nothing did.</param>
    /// <exception cref="LocalException">It cannot be written.</exception>
    public async Task WriteAsync(string file, IReadOnlyList<RunReport> reports, CancellationToken cancellation, string? error = null)
    {
        var page = await OfAsync(reports, cancellation, error);
        try
        {
            await File.WriteAllTextAsync(file, page.ToString(), cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LocalException($"The report cannot be written to {file}: {problem.Message}", problem);
        }
    }

    /// <summary>The page.</summary>
    public async Task<Html> OfAsync(IReadOnlyList<RunReport> reports, CancellationToken cancellation, string? error = null)
    {
        RunReport[] ordered = [.. reports.OrderBy(report => report.IsGood)];
        var executions = await ExecutionsAsync(ordered, isWhole: error is null);
        var ids = executions.Index().ToDictionary(item => item.Item.Item.Arn, item => $"x{item.Index + 1}");
        var links = new ReportLinks(ids);
        var details = new List<Html>();
        foreach (var execution in executions)
        {
            var id = ids[execution.Item.Arn];
            var page = new PageContext(links, Prefix: $"{id}-") { EventsOnPage = 1_000, VisitsOfState = 6, LongestValue = 6_000 };
            var shown = await KeptAsync(() => new ExecutionPage(account, page).OfAsync(execution, ListQuery.All), error);
            details.Add(Html.Of($"""<article id="{id}">{shown}</article>"""));
        }

        var first = new PageContext(links) { LongestValue = 6_000 };
        var bad = reports.Count(report => !report.IsGood);
        return ReportFrame.Around($"Runs of {account.Stack.Name}", Html.Of($"""
            <h1>Runs of {account.Stack.Name} {(error is not null ? Parts.Badge("failed", "ended by an error") : bad == 0 ? Parts.Badge("ok", "all succeeded") : Parts.Badge("failed", $"{bad} of {reports.Count} did not succeed"))}</h1>
            {Html.When(error is not null, () => Parts.Section(first, "error", "Ended by an error", Html.Of($"""<p>{error}</p><p class="muted">What follows is what there was until then.</p>""")))}
            {ordered.Where(report => !report.IsGood).Select((report, number) => Failure(report, executions.FirstOrDefault(view => view.Item.Arn == ArnOf(report)), number, links))}
            {Parts.Section(first, "runs", "Runs", Parts.Table("Runs", RunColumns, reports.Select(report => Row(report, links))))}
            {Parts.Section(first, "cost", "Cost in AWS", Costs(reports), "by the list prices of us-east-1")}
            {details}
            {Parts.Section(first, "stores", "Stores", await KeptAsync(() => StoresAsync(first, reports, cancellation), error))}
            {Parts.Section(first, "denials", "Denied", new DenialsPage(first).Of(account.Denials))}
            """));
    }

    private static string ArnOf(RunReport report) => report.Execution.Arn;

    private static Html Row(RunReport report, Links links) => Html.Of($"""
        <tr><td class="main">{Parts.Link(links.Execution(ArnOf(report)), report.Workflow)}</td><td>{report.Sample}</td><td>{Parts.Status(report.Status)}</td>
        <td class="number">{Shown.Number(report.Items)}</td><td class="number">{Shown.Duration(report.Duration)}</td>
        <td class="number">{(report.Traces is { } traces ? BillText.Dollars(traces.Bill.Dollars) : "")}</td><td>{report.Written}</td></tr>
        """);

    private static Html Costs(IReadOnlyList<RunReport> reports) => Html.Join(
        from report in reports
        where report.Traces is not null
        group report.Traces!.Bill by report.Workflow into workflow
        let bill = Bill.Of(workflow)
        select Html.Of($"""
            <h3>{workflow.Key} <span class="muted">{BillText.Dollars(bill.Dollars)}</span></h3>
            {CostPart.Of(bill, $"Cost of {workflow.Key}")}
            """));

    private static Html Failure(RunReport report, ExecutionView? execution, int number, Links links)
    {
        var page = new PageContext(links, Prefix: $"bad{number + 1}-") { LongestValue = 6_000 };
        var target = links.Execution(ArnOf(report));
        return Html.Of($"""
            <h2>{Parts.Link(target, $"{report.Workflow} with {report.Sample}")}</h2>
            {Html.When(report.Problems.Count > 0, () => Parts.Section(page, "checks", "Checks that did not hold", Html.Of($"<ul>{report.Problems.Select(problem => Html.Of($"<li>{problem}</li>"))}</ul>")))}
            {FailurePart.Of(execution?.End, page, _ => target?.TrimStart('#') ?? "runs")}
            """);
    }

    // What ended the runs may have taken away what a part is read from.
    private static async Task<Html> KeptAsync(Func<Task<Html>> part, string? error)
    {
        try
        {
            return await part();
        }
        catch (Exception problem) when (error is not null)
        {
            return Html.Of($"""<p class="empty">This cannot be read any longer: {problem.Message}</p>""");
        }
    }

    // Those of the runs, each followed by those that it started; of runs that were ended also those that have no report.
    private async Task<IReadOnlyList<ExecutionView>> ExecutionsAsync(IReadOnlyList<RunReport> reports, bool isWhole)
    {
        var views = new List<ExecutionView>();
        foreach (var report in reports)
        {
            await AddAsync(ArnOf(report), views);
        }

        foreach (var execution in isWhole ? [] : await account.ExecutionsAsync())
        {
            await AddAsync(execution.Arn, views);
        }

        return views;
    }

    private async Task AddAsync(string arn, List<ExecutionView> views)
    {
        if (views.Count >= MostExecutions || views.Any(view => view.Item.Arn == arn) || await account.ExecutionAsync(arn) is not { } view)
        {
            return;
        }

        views.Add(view);
        foreach (var started in view.Started)
        {
            await AddAsync(started.Arn, views);
        }
    }

    private async Task<Html> StoresAsync(PageContext page, IReadOnlyList<RunReport> reports, CancellationToken cancellation)
    {
        var workflows = reports.Select(report => report.Workflow).ToHashSet();
        var stores = new StoreReader(account.Cloud, account.Stack);
        var parts = new List<Html>();
        foreach (var store in (await stores.AllAsync(cancellation)).Where(store => store.Workflow is { } workflow && workflows.Contains(workflow)))
        {
            var inner = page with { Prefix = $"store{parts.Count + 1}-" };
            parts.Add(Html.Of(
                $"""<details class="example"><summary>{store.Name} <span class="muted">{store.Kind[..^1]} of {store.Workflow}</span></summary>{new StoresPart(inner).ItemsOf(store, await stores.ItemsAsync(store, cancellation))}</details>"""));
        }

        return Html.Join(parts);
    }
}
