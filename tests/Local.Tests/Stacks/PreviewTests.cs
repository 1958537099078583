using System.Text.Json;
using Fanout.Infra;
using Fanout.Infra.Settings;
using Fanout.Local.Aws;
using Fanout.Stacks;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Fanout.Tests.Local.Stacks;

/// <summary>The program as the engine runs it: first as a preview, where ids, ARNs, URLs and endpoints are unknown.</summary>
public class PreviewTests
{
    private static readonly IReadOnlyList<string>[] Selections =
        [WorkflowNames.All, .. WorkflowNames.All.Select(workflow => new[] { workflow })];

    [Test]
    public async Task The_preview_of_a_new_stack_shows_what_the_update_creates(
        [Values("dev", "prod")] string stack,
        [ValueSource(nameof(Selections))] IReadOnlyList<string> workflows,
        [Values("", "team@example.com")] string alarmEmail)
    {
        var config = await ConfigAsync(stack, workflows, alarmEmail);

        var preview = await DeployAsync(config, isPreview: true, exists: false);
        var update = await DeployAsync(config, isPreview: false, exists: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(preview.Resources.Keys, Is.EquivalentTo(update.Resources.Keys));
            Assert.That(Exports(preview), Is.EquivalentTo(Exports(update)));
            foreach (var (resource, inputs) in preview.Resources)
            {
                var created = update.Resources.GetValueOrDefault(resource);
                Assert.That(
                    inputs.Select(input => $"{input.Key}: {input.Value?.ToJsonString()}"),
                    Is.SubsetOf(created?.Select(input => $"{input.Key}: {input.Value?.ToJsonString()}") ?? []),
                    resource);
            }
        }
    }

    [TestCase("dev")]
    [TestCase("prod")]
    public async Task The_preview_of_a_stack_that_exists_changes_nothing(string stack)
    {
        var config = await ConfigAsync(stack, WorkflowNames.All, "team@example.com");

        var update = await DeployAsync(config, isPreview: false, exists: true);
        var preview = await DeployAsync(config, isPreview: true, exists: true);

        Assert.That(Inputs(preview), Is.EquivalentTo(Inputs(update)));

        static IEnumerable<string> Inputs(EngineMocks engine) =>
            engine.Resources.Select(resource => $"{resource.Key}: {resource.Value.ToJsonString()}");
    }

    [Test]
    public async Task A_workflow_exports_in_a_preview_what_is_known()
    {
        var engine = await DeployAsync(await ConfigAsync("dev", WorkflowNames.All, ""), isPreview: true, exists: false);

        using (Assert.EnterMultipleScope())
        {
            foreach (var workflow in WorkflowNames.All)
            {
                var exports = engine.Outputs.Single(component =>
                    component.Key.Contains("fanout:workflows:", StringComparison.Ordinal)
                    && component.Key.EndsWith($"::{workflow}", StringComparison.Ordinal)).Value;
                Assert.That(
                    await OutputUtilities.GetValueAsync(exports["StateMachineName"]), Is.EqualTo($"fanout-dev-{workflow}"));
                Assert.That(await OutputUtilities.GetIsKnownAsync(exports["StateMachineArn"]), Is.False, workflow);
                Assert.That(await OutputUtilities.GetIsKnownAsync(exports["Start"]), Is.False, workflow);
            }
        }
    }

    private static IEnumerable<string> Exports(EngineMocks engine) =>
        engine.Outputs.SelectMany(component => component.Value.Keys.Select(name => $"{component.Key} {name}"));

    private static async Task<StackConfig> ConfigAsync(string stack, IReadOnlyList<string> workflows, string alarmEmail)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, stack, CancellationToken.None);
        return config with
        {
            Values = new Dictionary<string, string>(config.Values)
            {
                ["fanout:workflows"] = JsonSerializer.Serialize(workflows),
                ["fanout:alarmEmail"] = alarmEmail,
            },
        };
    }

    private static async Task<EngineMocks> DeployAsync(StackConfig config, bool isPreview, bool exists)
    {
        config.Export();
        var engine = new EngineMocks(new AwsAccount(config.LocalRegion), exists);
        await Deployment.TestAsync<EnvironmentStack>(
            engine, new TestOptions { ProjectName = config.Project, StackName = config.Stack, IsPreview = isPreview });
        return engine;
    }
}
