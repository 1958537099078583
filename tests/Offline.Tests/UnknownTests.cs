using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws;
using Pulumi.Utilities;

namespace Fanout.Tests.Offline;

/// <summary>What a preview does with values that only the update will know.</summary>
public sealed class UnknownTests
{
    // What stands for an unknown value on the wire, in place of it.
    private const string Mark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    private static readonly ImmutableDictionary<string, object> Region = ImmutableDictionary<string, object>.Empty
        .Add("region", "eu-west-1").Add("description", "Ireland").Add("endpoint", "e").Add("id", "i").Add("name", "n");

    [Test]
    public async Task In_a_preview_what_is_not_answered_is_unknown_and_reaches_no_other_resource()
    {
        var mocks = new Recorder { Answer = args => (null, args.Inputs) };
        var ran = false;
        Thing? first = null;
        await mocks.RunAsync(
            () =>
            {
                first = new Thing("first", new ThingArgs { Count = 1 });
                _ = first.Arn.Apply(_ => ran = true);
                _ = new Thing("second", new ThingArgs
                {
                    Text = first.Arn,
                    Count = first.Count.Apply(count => count ?? 0),
                    Names = { "a", first.Id },
                    Tags = { ["arn"] = first.Arn, ["known"] = "k" },
                    Rule = new RuleArgs { Status = first.Arn },
                    Anything = Output.Format($"{first.Id}/"),
                });
            },
            isPreview: true);

        Assert.That(ran, Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(first!.Id), Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(first.Urn), Is.True);
        Assert.That(mocks["second"].Inputs.Keys, Is.EquivalentTo(new[] { "count" }));
    }

    [Test]
    public async Task An_answer_that_holds_an_unknown_part_is_unknown()
    {
        Thing? thing = null;
        await new Recorder
        {
            Answer = _ => ("id", new Dictionary<string, object>
            {
                ["arn"] = OutputUtilities.CreateUnknown("u"),
                ["tags"] = new Dictionary<string, object> { ["a"] = "a", ["b"] = OutputUtilities.CreateUnknown("b") },
                ["names"] = ImmutableArray.Create<object>("a"),
                ["count"] = Output.CreateSecret(3),
            }),
        }.RunAsync(() => thing = new Thing("thing"));

        Assert.That(await OutputUtilities.GetIsKnownAsync(thing!.Arn), Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(thing.Tags), Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(thing.Names), Is.True);
        Assert.That(await OutputUtilities.GetValueAsync(thing.Count), Is.EqualTo(3));
        Assert.That(await Output.IsSecretAsync(thing.Count), Is.True);
    }

    [Test]
    public async Task A_list_or_map_with_an_unknown_value_is_unknown_and_enumerates_as_empty()
    {
        InputList<string> list = [];
        list.Add("a", OutputUtilities.CreateUnknown("b"));
        InputMap<string> map = new() { ["a"] = "a", ["b"] = OutputUtilities.CreateUnknown("b") };
        var seen = 0;
        await foreach (var _ in list)
        {
            seen++;
        }

        await foreach (var _ in map)
        {
            seen++;
        }

        Assert.That(seen, Is.Zero);
        Assert.That(await OutputUtilities.GetIsKnownAsync(list.ToOutput()), Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(list.Concat(new[] { "c" }).ToOutput()), Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(map.ToOutput()), Is.False);
        Assert.That(
            await OutputUtilities.GetIsKnownAsync(
                InputMap<string>.Merge(map, new() { ["b"] = "known" }).ToOutput()),
            Is.True);
    }

    [Test]
    public async Task An_input_of_JSON_is_unknown_with_its_map_and_holds_the_mark_of_a_part()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() =>
        {
            _ = new Thing("map", new ThingArgs { Settings = new() { ["a"] = OutputUtilities.CreateUnknown(1) } });
            _ = new Documented("part", new DocumentedArgs { Document = new RuleArgs { Status = OutputUtilities.CreateUnknown("u") } });
        });

        Assert.That(mocks["map"].Inputs, Is.Empty);
        Assert.That(mocks["part"].Inputs["document"], Is.EqualTo($$"""{ "status": "{{Mark}}" }"""));
    }

    [Test]
    public async Task A_secret_in_an_input_of_JSON_is_wrapped_where_it_stands()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() =>
            _ = new Documented("part", new DocumentedArgs { Document = new RuleArgs { Status = Output.CreateSecret("s") } }));

        Assert.That(
            mocks["part"].Inputs["document"],
            Is.EqualTo("""{ "status": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "s" } }"""));
    }

    [Test]
    public async Task Unknown_options_are_taken_for_none()
    {
        var mocks = new Recorder();
        Thing? registered = null;
        await mocks.RunAsync(
            () => registered = new Thing("thing", options: new()
            {
                Id = OutputUtilities.CreateUnknown("id"),
                DependsOn = OutputUtilities.CreateUnknown(ImmutableArray<Resource>.Empty),
                Aliases = { OutputUtilities.CreateUnknown(new Alias { Name = "old" }) },
            }),
            isPreview: true);

        Assert.That(mocks["thing"].Id, Is.Empty);
        Assert.That(await OutputUtilities.GetValueAsync(registered!.Id), Is.EqualTo("thing-id"));
    }

    [Test]
    public async Task A_function_that_depends_on_what_does_not_exist_yet_is_not_called()
    {
        var mocks = new Recorder { Answer = args => (null, args.Inputs), CallAnswer = Region };
        Output<GetRegionResult>[] outputs = [];
        await mocks.RunAsync(
            () =>
            {
                var group = new Group("group");
                var thing = new Thing("thing", options: new() { Parent = group });
                outputs =
                [
                    GetRegion.Invoke(new() { Region = thing.Id }),
                    GetRegion.Invoke(new() { Region = thing.Urn }),
                    GetRegion.Invoke(new(), new InvokeOutputOptions { DependsOn = { thing } }),
                    GetRegion.Invoke(new(), new InvokeOutputOptions { DependsOn = { group } }),
                ];
            },
            isPreview: true);

        foreach (var output in outputs)
        {
            Assert.That(await OutputUtilities.GetIsKnownAsync(output), Is.False);
            Assert.That(await OutputUtilities.GetDependenciesAsync(output), Is.Empty);
        }

        Assert.That(mocks.Calls, Is.Empty);
    }

    [Test]
    public async Task A_function_that_is_awaited_is_called_without_what_is_unknown()
    {
        var mocks = new Recorder { CallAnswer = Region };
        string? region = null;
        await mocks.RunAsync(() => region = Deployment.Instance
            .InvokeAsync<GetRegionResult>("aws:index/getRegion:getRegion", new UnknownArgs()).GetAwaiter().GetResult().Region);

        Assert.That(region, Is.EqualTo("eu-west-1"));
        Assert.That(mocks.Calls.Single().Args.Keys, Is.EqualTo(new[] { "known" }));
    }

    [Test]
    public async Task A_secret_argument_makes_no_secret_result()
    {
        Output<GetRegionResult>? output = null;
        await new Recorder { CallAnswer = Region }.RunAsync(
            () => output = GetRegion.Invoke(new() { Region = Output.CreateSecret("s") }));

        Assert.That(await Output.IsSecretAsync(output!), Is.False);
    }

    [Test]
    public async Task What_an_Apply_returns_decides_too()
    {
        var known = Output.Create(1);
        var unknown = OutputUtilities.CreateUnknown(1);

        Assert.That(await OutputUtilities.GetIsKnownAsync(known.Apply(_ => unknown)), Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(known.Apply(_ => (Output<string>?)null)), Is.True);
        Assert.That(await OutputUtilities.GetValueAsync(known.Apply(_ => (Output<string>?)null)), Is.Null);
        Assert.That(await OutputUtilities.GetValueAsync(known.Apply(_ => (Input<string>?)null)), Is.Null);
        Assert.That(await OutputUtilities.GetIsKnownAsync(unknown.Apply(value => Task.FromResult(value))), Is.False);
    }

    [Test]
    public async Task Secrecy_and_dependencies_of_an_unknown_value_are_kept()
    {
        Thing? thing = null;
        Output<string>? text = null;
        await new Recorder { Answer = args => (null, args.Inputs) }.RunAsync(
            () =>
            {
                thing = new Thing("thing");
                text = Output.Format($"{thing.Arn} {Output.CreateSecret("s")}").Apply(value => value);
            },
            isPreview: true);

        Assert.That(await OutputUtilities.GetIsKnownAsync(text!), Is.False);
        Assert.That(await Output.IsSecretAsync(text!), Is.True);
        Assert.That(await OutputUtilities.GetDependenciesAsync(text!), Is.EquivalentTo(new[] { thing }));
    }

    [Test]
    public async Task Json_of_an_unknown_value_is_unknown()
    {
        var unknown = Output.CreateSecret(OutputUtilities.CreateUnknown("""{"Name":"n"}"""));

        Assert.That(await OutputUtilities.GetIsKnownAsync(Output.JsonSerialize(unknown)), Is.False);
        Assert.That(await Output.IsSecretAsync(Output.JsonSerialize(unknown)), Is.True);
        Assert.That(await OutputUtilities.GetIsKnownAsync(Output.JsonDeserialize<OutputJsonTests.Read>(unknown)), Is.False);
    }

    [Test]
    public async Task The_factory_of_an_unknown_value_never_runs()
    {
        var ran = false;

        var unknown = OutputUtilities.CreateUnknown(() => Task.FromResult(ran = true));

        Assert.That(await OutputUtilities.GetIsKnownAsync(unknown), Is.False);
        Assert.That(await OutputUtilities.GetValueAsync(unknown), Is.False);
        Assert.That(ran, Is.False);
    }

    private sealed class Documented(string name, DocumentedArgs args)
        : CustomResource("test:module/documented:Documented", name, args, options: null);

    private sealed class DocumentedArgs : ResourceArgs
    {
        [Input("document", json: true)]
        public Input<RuleArgs>? Document { get; set; }
    }

    private sealed class UnknownArgs : InvokeArgs
    {
        [Input("unknown")]
        public Input<string> Unknown { get; set; } = OutputUtilities.CreateUnknown("u");

        [Input("known")]
        public Input<string> Known { get; set; } = "k";
    }
}
