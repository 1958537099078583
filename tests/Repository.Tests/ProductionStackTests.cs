using Fanout.Infra.Settings;
using Fanout.Stacks;

namespace Fanout.Tests.Repository;

public class ProductionStackTests
{
    [Test]
    public async Task Production_is_protected_and_logs_no_data_for_longer_than_dev()
    {
        var dev = await ReadAsync("dev");
        var prod = await ReadAsync("prod");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(prod.Environment, Is.EqualTo(EnvironmentKind.Prod));
            Assert.That(prod.LogLevel, Is.EqualTo("ERROR"));
            Assert.That(prod.LogRetentionDays, Is.GreaterThan(dev.LogRetentionDays));
            Assert.That(prod.S3HighThroughput.SampleData, Is.False);
            Assert.That(dev.Environment, Is.EqualTo(EnvironmentKind.Dev));
        }
    }

    [Test]
    public async Task Only_production_runs_by_its_schedule()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await ReadAsync("dev")).MeterAnalytics.ScheduleEnabled, Is.False);
            Assert.That((await ReadAsync("prod")).MeterAnalytics.ScheduleEnabled, Is.True);
        }
    }

    [Test]
    public async Task No_secret_stands_in_a_stack_file() => Assert.That(
        await Task.WhenAll(Directory.EnumerateFiles(RepositoryPaths.Root, "Pulumi*.yaml").Select(path => File.ReadAllTextAsync(path))),
        Is.All.Not.Match(@"(?im)^\s*(fanout:)?streamAggregatorApiKey:\s*[^\s#]").And.Not.Empty);

    private static async Task<EnvironmentSettings> ReadAsync(string stack)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, stack, CancellationToken.None);
        return EnvironmentSettings.Read(config.Project, config.Stack, config.OfProject());
    }
}
