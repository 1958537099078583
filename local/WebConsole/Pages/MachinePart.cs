using System.Collections.ObjectModel;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.WebConsole.Graphs;
using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Reading;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>A state machine: its graph, and how to start it.</summary>
/// <param name="account">What is read.</param>
/// <param name="page">The page.</param>
internal sealed class MachinePart(AccountReader account, PageContext page)
{
    /// <summary>The graph of a machine that nothing is said of.</summary>
    public async Task<Html> GraphAsync(MachineView machine)
    {
        var (_, graph) = await account.GraphAsync(machine.Definition);
        var id = page.Id("graph");
        return new GraphSvg(graph, ReadOnlyDictionary<string, StateCounts>.Empty, _ => id).Draw($"Graph of {machine.Name}");
    }

    /// <summary>What a machine is.</summary>
    public Html Facts(MachineView machine) => Parts.Facts(
        ("Type", Html.Text(machine.IsExpress ? "Express" : "Standard")),
        ("Workflow", machine.Workflow is { } workflow ? Parts.Link(page.Links.Workflow(workflow), workflow) : Html.Text("of no workflow")),
        ("ARN", Html.Of($"<code>{machine.Arn}</code>")),
        ("Role", Html.Of($"<code>{machine.RoleArn}</code>")));

    /// <summary>The form that starts an execution; nothing where nothing can be started.</summary>
    public Html Start(MachineView machine)
    {
        var input = PrettyJson.OfText(machine.DefaultInput ?? "{}");
        return page.IsReport ? Html.None : Html.Of($"""
            <details class="start" id="{page.Id("start")}"><summary class="button">Start an execution</summary>
            <form method="post" action="{page.Links.Machine(machine.Name)}/start">
            <input type="hidden" name="form" value="{page.FormToken}">
            <label>Input, JSON <textarea name="input" rows="{Math.Clamp(input.Split('\n').Length + 1, 4, 16)}" spellcheck="false" required>{"\n"}{input}</textarea></label>
            <label>Name <input name="name" maxlength="80" autocomplete="off" placeholder="one is made up"></label>
            <button class="primary">Start</button>
            </form></details>
            """);
    }
}
