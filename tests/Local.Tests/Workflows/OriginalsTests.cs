using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Workflows;

/// <summary>The definitions that workflows are compared with, <c>bench/originals/</c>.</summary>
public class OriginalsTests
{
    [TestCase(WorkflowNames.S3HighThroughput)]
    [TestCase(WorkflowNames.SensorAnalytics)]
    [TestCase(WorkflowNames.ParallelMap)]
    public void An_original_breaks_no_rule(string workflow)
    {
        var path = Path.Combine(RepositoryPaths.Root, "bench", "originals", $"{workflow}.asl.json");

        Assert.That(DefinitionRules.Check(JsonElement.Parse(File.ReadAllText(path))), Is.Empty);
    }
}
