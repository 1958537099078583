using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Fanout.Tests.Offline;

/// <summary>What a component or a stack exports while some of it is unknown.</summary>
public sealed class RegisterOutputsTests
{
    private const string Urn = "urn:pulumi:stack::project::pulumi:pulumi:Stack$test:module:Exporter::exporter";

    [Test]
    public void An_unknown_dictionary_fails_the_deployment()
        => Assert.That(
            () => ExportAsync(exporter => exporter.Export(OutputUtilities.CreateUnknown<IDictionary<string, object?>>(Arn("known")))),
            Throws.TypeOf<RunException>().With.Message.Contains(nameof(NullReferenceException)));

    [Test]
    public void A_dictionary_that_comes_from_an_unknown_value_fails_a_preview_and_no_update()
    {
        Assert.That(
            () => ExportAsync(exporter => exporter.Export(new Thing("thing").Id.Apply(Arn)), isPreview: true),
            Throws.TypeOf<RunException>().With.Message.Contains(nameof(NullReferenceException)));
        Assert.That(
            () => ExportAsync(exporter => exporter.Export(Output.Create("a").Apply(Arn)), isPreview: true), Throws.Nothing);
    }

    [Test]
    public async Task Values_of_a_dictionary_may_be_unknown_and_null_is_left_out()
    {
        var outputs = await ExportAsync(exporter => exporter.Export(new Dictionary<string, object?>
        {
            ["known"] = "text",
            ["number"] = 3,
            ["output"] = Output.Create("o"),
            ["unknown"] = OutputUtilities.CreateUnknown("u"),
            ["secret"] = Output.CreateSecret("s"),
            ["nothing"] = null,
        }));

        Assert.That(outputs.Keys, Is.EquivalentTo(new[] { "known", "number", "output", "unknown", "secret" }));
        Assert.That(await OutputUtilities.GetValueAsync(outputs["known"]), Is.EqualTo("text"));
        Assert.That(await OutputUtilities.GetValueAsync(outputs["number"]), Is.EqualTo(3.0));
        Assert.That(await OutputUtilities.GetValueAsync(outputs["output"]), Is.EqualTo("o"));
        Assert.That(await OutputUtilities.GetIsKnownAsync(outputs["unknown"]), Is.False);
        Assert.That(await OutputUtilities.GetValueAsync(outputs["secret"]), Is.EqualTo("s"));
        Assert.That(await Output.IsSecretAsync(outputs["secret"]), Is.True);
    }

    [Test]
    public async Task An_unknown_part_makes_its_whole_value_unknown_and_no_other()
    {
        var outputs = await ExportAsync(exporter => exporter.Export(new Dictionary<string, object?>
        {
            ["names"] = new Dictionary<string, object?> { ["a"] = "a", ["b"] = OutputUtilities.CreateUnknown("b") },
            ["list"] = new object?[] { "a", OutputUtilities.CreateUnknown("b") },
            ["other"] = new Dictionary<string, object?> { ["a"] = "a" },
        }));

        Assert.That(await OutputUtilities.GetIsKnownAsync(outputs["names"]), Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(outputs["list"]), Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(outputs["other"]), Is.True);
    }

    [Test]
    public async Task A_task_of_a_dictionary_is_waited_for()
    {
        var outputs = await ExportAsync(exporter => exporter.Export(Task.FromResult(Arn("a"))));

        Assert.That(await OutputUtilities.GetValueAsync(outputs["arn"]), Is.EqualTo("a"));
    }

    [Test]
    public void A_value_that_no_provider_knows_is_named()
        => Assert.That(
            () => ExportAsync(exporter => exporter.Export(new Dictionary<string, object?> { ["big"] = 1L })),
            Throws.TypeOf<RunException>().With.Message.Contains("big").And.Message.Contains("System.Int64"));

    [Test]
    public void Nothing_cannot_be_registered()
        => Assert.That(
            () => ExportAsync(exporter => exporter.Export((IDictionary<string, object?>)null!)),
            Throws.TypeOf<RunException>().With.Message.Contains(nameof(ArgumentNullException)));

    [Test]
    public async Task Properties_of_a_component_may_be_unknown_or_null()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(
            () =>
            {
                new Group("unknown") { Arn = OutputUtilities.CreateUnknown("u") }.Complete();
                new Group("null").Complete();
            },
            isPreview: true);

        var unknown = mocks.Outputs.Single(output => output.Key.EndsWith("::unknown", StringComparison.Ordinal)).Value;
        var none = mocks.Outputs.Single(output => output.Key.EndsWith("::null", StringComparison.Ordinal)).Value;
        Assert.That(await OutputUtilities.GetIsKnownAsync(unknown["arn"]), Is.False);
        Assert.That(none, Is.Empty);
    }

    [Test]
    public async Task Outputs_of_a_stack_may_be_unknown()
    {
        var mocks = new Recorder();
        await Deployment.TestAsync<UnknownStack>(mocks, new TestOptions { IsPreview = true });

        var outputs = mocks.Outputs.Single().Value;
        Assert.That(outputs.Keys, Is.EquivalentTo(new[] { "ratio", "known" }));
        Assert.That(await OutputUtilities.GetIsKnownAsync(outputs["ratio"]), Is.False);
        Assert.That(await OutputUtilities.GetValueAsync(outputs["known"]), Is.EqualTo("k"));
    }

    private static IDictionary<string, object?> Arn(string arn) => new Dictionary<string, object?> { ["arn"] = arn };

    private static async Task<ImmutableDictionary<string, Output<object?>>> ExportAsync(
        Action<Exporter> export, bool isPreview = false)
    {
        var mocks = new Recorder { Answer = args => (null, args.Inputs) };
        await mocks.RunAsync(() => export(new Exporter()), isPreview);
        return mocks.Outputs[Urn];
    }

    private sealed class Exporter() : ComponentResource("test:module:Exporter", "exporter")
    {
        public void Export(IDictionary<string, object?> outputs) => RegisterOutputs(outputs);

        public void Export(Task<IDictionary<string, object?>> outputs) => RegisterOutputs(outputs);

        public void Export(Output<IDictionary<string, object?>> outputs) => RegisterOutputs(outputs);
    }

    private sealed class UnknownStack : Stack
    {
        public UnknownStack() => Ratio = new Thing("thing").Ratio;

        [Output("ratio")]
        public Output<double> Ratio { get; private set; }

        [Output("known")]
        public Output<string> Known { get; private set; } = Output.Create("k");

        [Output("nothing")]
        public Output<string?> Nothing { get; private set; } = Output.Create((string?)null);
    }
}
