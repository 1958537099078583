using System.Text.RegularExpressions;
using Fanout.Infra.Settings;
using Fanout.Local.Cli;
using Fanout.Local.Diagrams;
using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Documentation;

/// <summary>Between <c>&lt;!-- COMMAND --&gt;</c> and <c>&lt;!-- /COMMAND --&gt;</c> of a page stands what the command prints.</summary>
public partial class GeneratedSectionsTests
{
    // Which command's text stands on which page.
    private static readonly (string Command, string Page)[] Places =
    [
        ("settings", Pages.Settings),
        ("prices", Pages.Cost),
        .. WorkflowNames.All.SelectMany(workflow => new[] { "diagram", "settings" }
            .Select(command => ($"{command} {workflow}", Pages.OfWorkflow(workflow)))),
    ];

    [TestCaseSource(typeof(WorkflowNames), nameof(WorkflowNames.All))]
    public async Task A_workflows_picture_is_drawn_from_its_definition(string workflow)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None);

        AssertGenerated($"diagram {workflow}", $"```mermaid\n{await WorkflowDiagram.OfAsync(config, workflow, CancellationToken.None)}```\n");
    }

    [TestCaseSource(typeof(WorkflowNames), nameof(WorkflowNames.All))]
    public void A_workflows_settings_are_those_that_are_read(string workflow) =>
        AssertGenerated($"settings {workflow}", SettingsTable.OfWorkflow(workflow));

    [Test]
    public void The_environments_settings_are_those_that_are_read() => AssertGenerated("settings", SettingsTable.OfEnvironment());

    [Test]
    public void The_prices_are_those_that_costs_are_reckoned_by() => AssertGenerated("prices", PricesCommand.Table());

    [Test]
    public void Pages_have_no_other_generated_sections() => Assert.That(
        Pages.All.SelectMany(page => Beginning().Matches(Pages.Text(page)).Select(match => (match.Groups["command"].Value, page))),
        Is.EquivalentTo(Places));

    [TestCaseSource(typeof(WorkflowNames), nameof(WorkflowNames.All))]
    public async Task A_workflows_commands_take_names_that_it_exports_and_start_describe_and_look(string workflow)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None);
        var stack = await StackProgram.RunAsync(config, Task.FromResult, CancellationToken.None);

        Assert.That(
            Exported().Matches(Pages.Text(Pages.OfWorkflow(workflow))).Select(name => name.Groups["name"].Value).Distinct(),
            Is.SupersetOf(new[] { "Start", "Describe", "Look" }).And.SubsetOf(stack.Workflows[workflow].Keys));
    }

    [TestCaseSource(typeof(WorkflowNames), nameof(WorkflowNames.All))]
    public async Task What_the_stack_makes_in_the_place_of_an_originals_name_is_exported(string workflow)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None);
        var stack = await StackProgram.RunAsync(config, Task.FromResult, CancellationToken.None);

        Assert.That(
            OriginalNames.Of(workflow).Select(name => name.Output).OfType<string>().Distinct(),
            Is.SubsetOf(stack.Workflows[workflow].Keys));
    }

    private static void AssertGenerated(string command, string text)
    {
        var page = Places.Single(place => place.Command == command).Page;
        Assert.That(
            Pages.Text(page),
            Does.Contain($"<!-- {command} -->\n\n{text}\n<!-- /{command} -->\n"),
            $"In {page}, put between <!-- {command} --> and <!-- /{command} --> what this prints: dotnet run --project local -- {command}");
    }

    [GeneratedRegex(@"jq -r \.(?<name>\w+) <<< ""\$outputs""")]
    private static partial Regex Exported();

    [GeneratedRegex(@"^<!-- (?<command>[^/].*?) -->$", RegexOptions.Multiline)]
    private static partial Regex Beginning();
}
