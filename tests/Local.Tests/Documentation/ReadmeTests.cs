using System.Text.RegularExpressions;
using Fanout.Infra.Settings;
using Fanout.Local.Cli;
using Fanout.Local.Diagrams;
using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Documentation;

public partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "README.md"));

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

    [TestCaseSource(typeof(WorkflowNames), nameof(WorkflowNames.All))]
    public async Task A_workflows_commands_take_names_that_it_exports_and_start_describe_and_look(string workflow)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None);
        var stack = await StackProgram.RunAsync(config, Task.FromResult, CancellationToken.None);
        var section = Readme.Split("\n## ").Single(section => section.StartsWith($"{workflow}\n", StringComparison.Ordinal));

        Assert.That(
            Exported().Matches(section).Select(name => name.Groups["name"].Value),
            Is.SupersetOf(new[] { "Start", "Describe", "Look" }).And.SubsetOf(stack.Workflows[workflow].Keys));
    }

    // Between <!-- command --> and <!-- /command --> stands what the command prints.
    private static void AssertGenerated(string command, string text) => Assert.That(
        Readme,
        Does.Contain($"<!-- {command} -->\n\n{text}\n<!-- /{command} -->\n"),
        $"In README.md, put between <!-- {command} --> and <!-- /{command} --> what this prints: dotnet run --project local -- {command}");

    [GeneratedRegex(@"jq -r \.(?<name>\w+) <<< ""\$outputs""")]
    private static partial Regex Exported();
}
