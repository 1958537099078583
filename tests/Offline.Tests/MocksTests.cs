using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Fanout.Tests.Offline;

public sealed class MocksTests
{
    [Test]
    public async Task Inputs_arrive_by_their_names_with_numbers_as_double_and_nothing_for_null()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() => _ = new Thing("thing", new ThingArgs
        {
            Count = 3,
            Text = (string)null!,
            Names = { "a", Output.Create("b") },
            Tags = { ["k"] = "v" },
            Rule = new RuleArgs { Status = "on", Days = 7 },
            Choice = "text",
        }));

        var inputs = mocks["thing"].Inputs;
        Assert.That(
            inputs.Keys, Is.EquivalentTo(new[] { "count", "names", "tags", "rule", "choice" }));
        Assert.That(inputs["count"], Is.EqualTo(3.0).And.TypeOf<double>());
        Assert.That(inputs["names"], Is.EqualTo(ImmutableArray.Create<object?>("a", "b")));
        Assert.That(Fields(inputs["tags"])["k"], Is.EqualTo("v"));
        Assert.That(Fields(inputs["rule"])["days"], Is.EqualTo(7.0).And.TypeOf<double>());
        Assert.That(inputs["choice"], Is.EqualTo("text"));
        Assert.That(mocks["thing"].Type, Is.EqualTo("test:module/thing:Thing"));
        Assert.That((mocks["thing"].Id, mocks["thing"].Provider), Is.EqualTo(("", "")));
    }

    [Test]
    public async Task A_secret_arrives_unwrapped_and_an_unknown_value_not_at_all()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() => _ = new Thing("thing", new ThingArgs
        {
            Text = Output.CreateSecret("s"),
            Count = OutputUtilities.CreateUnknown(1),
            Rule = new RuleArgs { Status = OutputUtilities.CreateUnknown("u"), Days = 1 },
        }));

        Assert.That(mocks["thing"].Inputs["text"], Is.EqualTo("s"));
        Assert.That(mocks["thing"].Inputs.ContainsKey("count"), Is.False);
        Assert.That(mocks["thing"].Inputs.ContainsKey("rule"), Is.False);
    }

    [Test]
    public async Task Assets_arrive_as_they_are_and_can_be_given_back()
    {
        var mocks = new Recorder();
        Thing? thing = null;
        await mocks.RunAsync(() => thing = new Thing("thing", new ThingArgs
        {
            Code = new AssetArchive(new Dictionary<string, AssetOrArchive> { ["a.txt"] = new StringAsset("a") }),
        }));

        Assert.That(mocks["thing"].Inputs["code"], Is.TypeOf<AssetArchive>());
        Assert.That(await ValueAsync(thing!.Code), Is.TypeOf<AssetArchive>());
    }

    [Test]
    public async Task Json_inputs_arrive_as_text()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() => _ = new Thing("thing", new ThingArgs { Settings = new() { ["z"] = 1, ["a"] = 2 } }));

        Assert.That(mocks["thing"].Inputs["settings"], Is.EqualTo("""{ "a": 2, "z": 1 }"""));
    }

    [Test]
    public async Task Outputs_are_what_the_mock_gives_back_in_the_propertys_type()
    {
        Thing? thing = null;
        await new Recorder
        {
            Answer = _ => ("the-id", new Dictionary<string, object>
            {
                ["count"] = 3,
                ["ratio"] = 0.5,
                ["names"] = new List<object> { "a", "b" },
                ["tags"] = new Dictionary<string, object> { ["k"] = "v" },
                ["rule"] = new Dictionary<string, object> { ["status"] = "on", ["days"] = 7 },
                ["choice"] = 7,
            }),
        }.RunAsync(() => thing = new Thing("thing"));

        Assert.That(await ValueAsync(thing!.Id), Is.EqualTo("the-id"));
        Assert.That(await ValueAsync(thing.Count), Is.EqualTo(3));
        Assert.That(await ValueAsync(thing.Ratio), Is.EqualTo(0.5));
        Assert.That(await ValueAsync(thing.Names), Is.EqualTo(new[] { "a", "b" }));
        Assert.That((await ValueAsync(thing.Tags))!["k"], Is.EqualTo("v"));
        Assert.That((await ValueAsync(thing.Rule))!.Days, Is.EqualTo(7));
        Assert.That((await ValueAsync(thing.Choice)).AsT1, Is.EqualTo(7));
        Assert.That(await OutputUtilities.GetDependenciesAsync(thing.Count), Is.EquivalentTo(new[] { thing }));
    }

    [Test]
    public async Task What_the_mock_leaves_out_is_the_default_value_or_unknown_in_a_preview()
    {
        Thing? created = null;
        Thing? previewed = null;
        await new Recorder().RunAsync(() => created = new Thing("thing"));
        await new Recorder().RunAsync(() => previewed = new Thing("thing"), isPreview: true);

        Assert.That(await OutputUtilities.GetIsKnownAsync(created!.Ratio), Is.True);
        Assert.That(await ValueAsync(created.Ratio), Is.Zero);
        Assert.That(await ValueAsync(created.Tags), Is.Null);
        Assert.That(await OutputUtilities.GetIsKnownAsync(previewed!.Ratio), Is.False);
        Assert.That(await OutputUtilities.GetIsKnownAsync(previewed.Arn), Is.True);
    }

    [Test]
    public async Task An_answer_of_another_type_is_the_default_value()
    {
        Thing? thing = null;
        await new Recorder { Answer = _ => ("id", new Dictionary<string, object> { ["count"] = "three" }) }
            .RunAsync(() => thing = new Thing("thing"));

        Assert.That(await ValueAsync(thing!.Count), Is.Null);
    }

    [Test]
    public async Task Without_an_id_the_id_is_unknown()
    {
        Thing? thing = null;
        await Deployment.TestAsync(
            new EmptyMocks(), new TestOptions { IsPreview = false }, () => { thing = new Thing("thing"); });

        Assert.That(await OutputUtilities.GetIsKnownAsync(thing!.Id), Is.False);
    }

    [Test]
    public async Task An_output_of_one_resource_is_an_input_of_the_next()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() =>
        {
            var first = new Thing("first");
            _ = new Thing("second", new ThingArgs { Text = first.Arn });
        });

        Assert.That(mocks["second"].Inputs["text"], Is.EqualTo("arn:first"));
    }

    [Test]
    public async Task A_resource_is_registered_after_those_that_it_depends_on_and_all_in_them()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() =>
        {
            var group = new Group("group");
            var slow = new Thing("slow", options: new() { Parent = group, DependsOn = { new Thing("first") } });
            _ = new Thing("last", options: new() { DependsOn = { group } });
        });

        Assert.That(
            mocks.Resources.Where(resource => resource.Type!.EndsWith("Thing", StringComparison.Ordinal))
                .Select(resource => resource.Name),
            Is.EqualTo(new[] { "first", "slow", "last" }));
    }

    [Test]
    public async Task Urns_hold_stack_project_type_and_name()
    {
        Thing? thing = null;
        Thing? child = null;
        var resources = await Deployment.TestAsync(
            new Recorder(), new TestOptions { ProjectName = "demo", StackName = "dev" }, () =>
            {
                thing = new Thing("thing");
                child = new Thing("child", options: new() { Parent = new Group("group") });
            });

        Assert.That(
            await ValueAsync(thing!.Urn),
            Is.EqualTo("urn:pulumi:dev::demo::pulumi:pulumi:Stack$test:module/thing:Thing::thing"));
        Assert.That(
            await ValueAsync(child!.Urn),
            Is.EqualTo("urn:pulumi:dev::demo::pulumi:pulumi:Stack$test:module/thing:Thing::child"));
        Assert.That(resources.Select(resource => resource.GetResourceName()), Is.EquivalentTo(new[] { "thing", "child", "group" }));
    }

    [Test]
    public async Task An_existing_resource_is_read_and_an_imported_one_named()
    {
        var mocks = new Recorder { Answer = _ => (null, ImmutableDictionary<string, object>.Empty) };
        Thing? read = null;
        Thing? imported = null;
        await mocks.RunAsync(() =>
        {
            read = new Thing("read", options: new() { Id = "r-1" });
            imported = new Thing("imported", options: new() { ImportId = "i-1" });
        });

        Assert.That((mocks["read"].Id, await ValueAsync(read!.Id)), Is.EqualTo(("r-1", "r-1")));
        Assert.That((mocks["imported"].Id, await ValueAsync(imported!.Id)), Is.EqualTo(("i-1", "i-1")));
    }

    private static ImmutableDictionary<string, object?> Fields(object value)
        => (ImmutableDictionary<string, object?>)value;

    private static Task<T> ValueAsync<T>(Output<T> output) => OutputUtilities.GetValueAsync(output);
}
