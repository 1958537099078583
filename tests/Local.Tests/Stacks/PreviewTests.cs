using System.Text.Json;
using Fanout.Infra;
using Fanout.Infra.Settings;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks;
using Fanout.Stacks;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Fanout.Tests.Local.Stacks;

public class PreviewTests
{
    private static readonly IReadOnlyList<string>[] Selections = [WorkflowNames.All, .. WorkflowNames.All.Select(workflow => new[] { workflow })];

    [Test]
    public async Task The_preview_of_a_new_stack_holds_what_the_update_creates(
        [Values("dev", "prod")] string stack,
        [ValueSource(nameof(Selections))] IReadOnlyList<string> workflows,
        [Values("", "team@example.com")] string alarmEmail)
    {
        var config = await ConfigAsync(stack, workflows, alarmEmail);

        var (preview, _) = await DeployAsync(config, isPreview: true, exists: false);
        var (update, _) = await DeployAsync(config, isPreview: false, exists: true);
        var (next, _) = await DeployAsync(config, isPreview: true, exists: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(preview.Resources.Keys, Is.EquivalentTo(update.Resources.Keys));
            Assert.That(next.Resources.Keys, Is.EquivalentTo(update.Resources.Keys));
            foreach (var (resource, inputs) in preview.Resources)
            {
                Assert.That(inputs.Keys, Is.SubsetOf(update.Resources[resource].Keys), resource);
                Assert.That(next.Resources[resource].Keys, Is.EquivalentTo(update.Resources[resource].Keys), resource);
            }
        }
    }

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

    private static async Task<(EngineMocks Engine, EnvironmentStack Stack)> DeployAsync(StackConfig config, bool isPreview, bool exists)
    {
        config.Export();
        var engine = new EngineMocks(new AwsAccount(config.LocalRegion), exists);
        var resources = await Deployment.TestAsync<EnvironmentStack>(
            engine, new TestOptions { ProjectName = config.Project, StackName = config.Stack, IsPreview = isPreview });
        return (engine, resources.OfType<EnvironmentStack>().Single());
    }
}
