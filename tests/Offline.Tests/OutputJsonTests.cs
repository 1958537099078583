using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Utilities;

namespace Fanout.Tests.Offline;

public sealed class OutputJsonTests
{
    [Test]
    public async Task Inputs_and_outputs_anywhere_in_the_value_are_resolved()
    {
        var json = Output.JsonSerialize(Output.Create(new
        {
            plain = 1,
            output = Output.Create("o"),
            input = (Input<string>)"i",
            list = new InputList<string> { "a", Output.Create("b") },
            map = new InputMap<int> { ["k"] = Output.Create(2) },
            nested = new Dictionary<string, object?> { ["deep"] = new object?[] { Output.Create(true), null } },
        }));

        Assert.That(
            await OutputUtilities.GetValueAsync(json),
            Is.EqualTo("""{"plain":1,"output":"o","input":"i","list":["a","b"],"map":{"k":2},"nested":{"deep":[true,null]}}"""));
    }

    [Test]
    public async Task A_nested_secret_makes_the_whole_a_secret()
    {
        var json = Output.JsonSerialize(Output.Create(new { key = Output.CreateSecret("s") }));

        Assert.That(await Output.IsSecretAsync(json), Is.True);
        Assert.That(await OutputUtilities.GetValueAsync(json), Is.EqualTo("""{"key":"s"}"""));
    }

    [Test]
    public async Task A_nested_unknown_value_makes_the_whole_unknown()
    {
        var json = Output.JsonSerialize(Output.Create(new { key = OutputUtilities.CreateUnknown("u") }));

        Assert.That(await OutputUtilities.GetIsKnownAsync(json), Is.False);
    }

    [Test]
    public async Task The_options_hold()
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

        var json = Output.JsonSerialize(Output.Create(new { TheKey = Output.Create(1) }), options);

        Assert.That(await OutputUtilities.GetValueAsync(json), Is.EqualTo("""{"theKey":1}"""));
        Assert.That(options.Converters, Is.Empty);
    }

    [Test]
    public async Task Deserialized_outputs_are_as_secret_as_the_text()
    {
        var text = Output.CreateSecret("""{"Name":"n","List":["a"],"Map":{"k":1}}""");

        var value = await OutputUtilities.GetValueAsync(Output.JsonDeserialize<Read>(text));

        Assert.That(await OutputUtilities.GetValueAsync(value.Name), Is.EqualTo("n"));
        Assert.That(await Output.IsSecretAsync(value.Name), Is.True);
        Assert.That(await OutputUtilities.GetValueAsync(value.List.ToOutput()), Is.EqualTo(new[] { "a" }));
        Assert.That((await OutputUtilities.GetValueAsync(value.Map.ToOutput()))["k"], Is.EqualTo(1));
    }

    [Test]
    public async Task Dependencies_of_nested_outputs_are_kept()
    {
        Thing? thing = null;
        Output<string>? json = null;
        await new Recorder().RunAsync(() =>
        {
            thing = new Thing("thing");
            json = Output.JsonSerialize(Output.Create(new { arn = thing.Arn }));
        });

        Assert.That(await OutputUtilities.GetDependenciesAsync(json!), Is.EqualTo(ImmutableHashSet.Create<Resource>(thing!)));
        Assert.That(await OutputUtilities.GetValueAsync(json!), Is.EqualTo("""{"arn":"arn:thing"}"""));
    }

    internal sealed record Read(Output<string> Name, InputList<string> List, InputMap<int> Map);
}
