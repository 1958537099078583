using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Pages;
using Fanout.Local.WebConsole.Reading;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.WebConsole.Site;

/// <summary>
/// The console at the door: answers requests below <c>/console</c> that are not signed. Requests of AWS's APIs are, those of
/// a bucket named <c>console</c> too.
/// </summary>
internal sealed class ConsoleSite
{
    private readonly AccountReader _account;
    private readonly StoreReader _stores;
    private readonly Access _access;
    private readonly PageContext _page;
    private readonly Actions _actions;
    private readonly Changes _changes;

    /// <param name="account">What it shows.</param>
    public ConsoleSite(AccountReader account)
    {
        _account = account;
        _stores = new StoreReader(account.Cloud, account.Stack);
        _access = new Access(account.Cloud.Gateway.Endpoint.Port);
        _page = new PageContext(new ServedLinks(), _access.FormToken);
        _actions = new Actions(account, _access, _page.Links);
        _changes = new Changes(account);
        Address = new Uri(account.Cloud.Gateway.Endpoint, $"{ServedLinks.Root}?token={_access.Token}");
    }

    /// <summary>The address that opens it.</summary>
    public Uri Address { get; }

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        SecurityHeaders.Set(context.Response);
        var (request, cancellation) = (context.Request, context.RequestAborted);
        string[] path = [.. RequestTarget.PathOf(request).Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Uri.UnescapeDataString)];
        switch (request.Method, path)
        {
            case ("GET", ["assets", "console.css"]):
                await WriteAsync(context, "text/css; charset=utf-8", Assets.Style);
                break;
            case ("GET", ["assets", "console.js"]):
                await WriteAsync(context, "text/javascript; charset=utf-8", Assets.Script);
                break;
            case ("GET", []) when _access.HasToken(request):
                _access.LetIn(context.Response);
                context.Response.Redirect(ServedLinks.Root);
                break;
            case var _ when !_access.IsIn(request):
                await WriteAsync(context, Refusal(), StatusCodes.Status401Unauthorized);
                break;
            case ("GET", ["changes"]):
                await _changes.TellAsync(context, cancellation);
                break;
            case ("GET", _):
                var page = await PageAsync(path, ListQuery.Of(request.Query), cancellation);
                await WriteAsync(context, page ?? NotFound(), page is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
                break;
            case ("POST", _):
                if (await _actions.DoAsync(context, path) is { } problem)
                {
                    await WriteAsync(context, problem.Page, problem.Status);
                }

                break;
            default:
                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                break;
        }
    }

    private async Task<Page?> PageAsync(string[] path, ListQuery query, CancellationToken cancellation)
    {
        var links = _page.Links;
        switch (path)
        {
            case []:
                return new Page("Workflows", await new HomePage(_account, _page).OfAsync());
            case ["workflows", var workflow] when _account.Stack.Workflows.Contains(workflow):
                return new Page(
                    workflow, await new WorkflowPage(_account, _stores, _page).OfAsync(workflow, query, cancellation), (links.Home, "Workflows"));
            case ["machines", var name] when _account.Machine(name) is { } machine:
                return new Page(name, await new MachinePage(_account, _page).OfAsync(machine, query), Way(machine.Workflow));
            case ["executions", var machine, var name] when await _account.ExecutionAsync(ArnOf(machine, name)) is { } execution:
                return new Page(
                    name, await new ExecutionPage(_account, _page).OfAsync(execution, query), [.. Way(_account.Stack.WorkflowOf(machine.Split('/')[0])), (links.Machine(machine), machine)])
                {
                    Execution = execution.Item.Arn,
                };
            case ["denied"]:
                return new Page("Denied", Html.Of($"""<h1>Denied requests</h1>{Parts.Section(_page, "denials", "By caller", new DenialsPage(_page).Of(_account.Denials))}"""));
            case ["stores"]:
                return new Page("Stores", Html.Of(
                    $"""<h1>Stores</h1>{Parts.Section(_page, "stores", "Buckets, tables and queues", new StoresPart(_page).Of(await _stores.AllAsync(cancellation)))}"""));
            case ["stores", var kind, var name]
                when (await _stores.AllAsync(cancellation)).FirstOrDefault(store => store.Kind == kind && store.Name == name) is { } store:
                return new Page(
                    name,
                    Html.Of($"<h1>{name}</h1>{new StoresPart(_page).ItemsOf(store, await _stores.ItemsAsync(store, cancellation))}"),
                    [.. Way(store.Workflow), (links.Stores, "Stores")]);
            default:
                return null;
        }

        (string?, string)[] Way(string? workflow) => workflow is null
            ? [(links.Home, "Workflows")]
            : [(links.Home, "Workflows"), (links.Workflow(workflow), workflow)];
    }

    private string ArnOf(string machine, string name) => _account.Cloud.Account.Arn("states", $"execution:{machine}:{name}");

    private static Page NotFound() => new("Not found", Html.Of(
        $"""<h1>Not found</h1><p>There is no such page. Executions are forgotten when many have ended after them, and all of them when serve ends.</p><p><a href="/console">Workflows</a></p>"""));

    private static Page Refusal() => new("Closed", Html.Of($"""
        <h1>This console is closed</h1>
        <p>It opens by the address with a token that <code>serve</code> printed when it started, in this browser. It is another one each time.</p>
        """));

    private async Task WriteAsync(HttpContext context, Page page, int status)
    {
        context.Response.StatusCode = status;
        var isIn = status == StatusCodes.Status200OK;
        var version = isIn ? await _account.VersionAsync(page.Execution) : null;
        var frame = new Frame(isIn ? _account.Stack.Name : "fanout", isIn ? _account.Denials.Count : 0);
        await WriteAsync(context, "text/html; charset=utf-8", frame.Around(page, _page.Links, version).ToString());
    }

    private static async Task WriteAsync(HttpContext context, string type, string content)
    {
        context.Response.ContentType = type;
        await context.Response.WriteAsync(content, context.RequestAborted);
    }
}
