using System.Text.Json;
using Fanout.Local.Checks;
using Fanout.Local.Cli;

namespace Fanout.Tests.Local.Checks;

public class PreviewCheckTests
{
    private const string Table = "aws:dynamodb/table:Table";
    private const string Name = "parallel-map-list";

    private ResourceGraph _graph = null!;

    [OneTimeSetUp]
    public async Task PreviewAsync() => _graph = await TestGraph.OfAsync("dev", ("fanout:workflows", """["parallel-map"]"""));

    [Test]
    public void A_clean_stack_is_one_line_and_exit_0() => Assert.That(
        Run(_graph, json: false), Is.EqualTo((0, $"{_graph.Resources.Count} resources of dev keep all 19 rules.{Environment.NewLine}")));

    [Test]
    public void Each_finding_is_one_line_and_exit_1() => Assert.That(Run(Broken(), json: false), Is.EqualTo((1, string.Join(
        Environment.NewLine,
        $"{Table} {Name} breaks encryption: serverSideEncryption.enabled is not true; allowed: true, encryption under a key that the account sees used; make it by SecureTable.",
        $"{Table} {Name} breaks recovery: pointInTimeRecovery.enabled is not set; allowed: true; make it by SecureTable.",
        ""))));

    [Test]
    public void As_JSON_a_clean_stack_is_an_empty_array() =>
        Assert.That(Run(_graph, json: true), Is.EqualTo((0, $"[]{Environment.NewLine}")));

    [Test]
    public void As_JSON_a_finding_is_an_object()
    {
        var (exitCode, output) = Run(Broken(), json: true);
        var finding = JsonDocument.Parse(output).RootElement[1].EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(1));
            Assert.That(finding, Is.EquivalentTo(new Dictionary<string, string>
            {
                ["type"] = Table,
                ["name"] = Name,
                ["rule"] = "recovery",
                ["found"] = "pointInTimeRecovery.enabled is not set",
                ["allowed"] = "true",
                ["remedy"] = "make it by SecureTable",
            }));
        }
    }

    private ResourceGraph Broken() => _graph.With(Table, Name, inputs =>
    {
        inputs.Remove("pointInTimeRecovery");
        inputs.Remove("serverSideEncryption");
    });

    private static (int ExitCode, string Output) Run(ResourceGraph graph, bool json)
    {
        using var output = new StringWriter();
        var exitCode = PreviewCommand.Check(graph, RulesTests.Today, json, output);
        return (exitCode, output.ToString());
    }
}
