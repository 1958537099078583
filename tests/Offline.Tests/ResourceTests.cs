using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Fanout.Tests.Offline;

public sealed class ResourceTests
{
    [Test]
    public async Task The_stacks_transformations_see_every_resource_with_its_parent_and_options()
    {
        await Deployment.TestAsync<WatchedStack>(new Recorder(), new TestOptions { IsPreview = false });

        Assert.That(WatchedStack.Seen, Is.EquivalentTo(new[]
        {
            ("project-stack", default(string), default(bool?)),
            ("group", default(string), default(bool?)),
            ("child", "group", true),
            ("grandchild", "child", default(bool?)),
        }));
    }

    [Test]
    public async Task A_transformation_can_change_arguments_and_options_of_all_below()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() =>
        {
            var group = new Group("group", new() { ResourceTransformations = { Rename } });
            _ = new Thing("inside", new ThingArgs { Text = "old" }, new() { Parent = group });
            _ = new Thing("outside", new ThingArgs { Text = "old" });
        });

        Assert.That(mocks["inside"].Inputs["text"], Is.EqualTo("new"));
        Assert.That(mocks["outside"].Inputs["text"], Is.EqualTo("old"));

        static ResourceTransformationResult? Rename(ResourceTransformationArgs args)
            => args.Resource is Thing ? new(new ThingArgs { Text = "new" }, args.Options) : null;
    }

    [Test]
    public void A_transformation_cannot_change_the_parent()
        => Assert.That(
            () => new Recorder().RunAsync(() => _ = new Thing("thing", options: new()
            {
                ResourceTransformations =
                {
                    args => new ResourceTransformationResult(args.Args, new CustomResourceOptions { Parent = new Group("other") }),
                },
            })),
            Throws.TypeOf<RunException>().With.Message.Contains("Transformations cannot currently be used to change the 'parent'"));

    [Test]
    public async Task A_component_registers_its_output_properties()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() =>
        {
            var group = new Group("group");
            group.Arn = new Thing("thing", options: new() { Parent = group }).Arn;
            group.Complete();
        });

        var outputs = mocks.Outputs["urn:pulumi:stack::project::pulumi:pulumi:Stack$test:module:Group::group"];
        Assert.That(await OutputUtilities.GetValueAsync(outputs["arn"]), Is.EqualTo("arn:thing"));
    }

    [Test]
    public async Task Children_inherit_the_provider_of_their_package()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() =>
        {
            var provider = new TestProvider("own");
            var group = new Group("group", new() { Providers = { provider } });
            var inner = new Group("inner", new() { Parent = group });
            _ = new Thing("child", options: new() { Parent = inner });
            _ = new Thing("other");
        });

        Assert.That(
            mocks["child"].Provider,
            Is.EqualTo("urn:pulumi:stack::project::pulumi:pulumi:Stack$pulumi:providers:test::own::own-id"));
        Assert.That(mocks["other"].Provider, Is.Empty);
    }

    [Test]
    public void A_component_has_one_provider_or_several()
        => Assert.That(
            () => new Recorder().RunAsync(() =>
            {
                var provider = new TestProvider("own");
                _ = new Group("group", new() { Provider = provider, Providers = { provider } });
            }),
            Throws.TypeOf<RunException>().With.Message.Contains("Do not supply both 'provider' and 'providers'"));

    [Test]
    public async Task Merged_options_take_the_second_ones_values_and_both_lists()
    {
        var first = new CustomResourceOptions
        {
            Protect = true,
            DeleteBeforeReplace = true,
            IgnoreChanges = { "a" },
            AdditionalSecretOutputs = { "x" },
        };
        var second = new CustomResourceOptions
        {
            Protect = false,
            IgnoreChanges = { "b" },
            CustomTimeouts = new() { Create = TimeSpan.FromMinutes(5) },
        };

        var merged = CustomResourceOptions.Merge(first, second);

        Assert.That(merged.Protect, Is.False);
        Assert.That(merged.DeleteBeforeReplace, Is.True);
        Assert.That(merged.IgnoreChanges, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(merged.AdditionalSecretOutputs, Is.EqualTo(new[] { "x" }));
        Assert.That(merged.CustomTimeouts?.Create, Is.EqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(first.IgnoreChanges, Is.EqualTo(new[] { "a" }));
        Assert.That(await OutputUtilities.GetValueAsync(merged.DependsOn.ToOutput()), Is.Empty);
        Assert.That(CustomResourceOptions.Merge(null, null).IgnoreChanges, Is.Empty);
    }

    [TestCase("", "name")]
    [TestCase("test:module/thing:Thing", "")]
    public void A_resource_has_a_type_and_a_name(string type, string name)
        => Assert.That(
            () => new Recorder().RunAsync(() => _ = new CustomResource(type, name, ResourceArgs.Empty, options: null)),
            Throws.TypeOf<RunException>().With.Message.Contains(nameof(ArgumentException)));

    [Test]
    public async Task A_reference_to_a_resource_arrives_as_its_URN()
    {
        var mocks = new Recorder();
        Thing? first = null;
        await mocks.RunAsync(() =>
        {
            first = new Thing("first");
            _ = new Thing("second", new ThingArgs { Anything = first });
        });

        var reference = (Resource)mocks["second"].Inputs["anything"];
        Assert.That(
            await OutputUtilities.GetValueAsync(reference.Urn),
            Is.EqualTo(await OutputUtilities.GetValueAsync(first!.Urn)));
    }

    private sealed class TestProvider(string name) : ProviderResource("test", name, ResourceArgs.Empty, options: null);

    private sealed class WatchedStack : Stack
    {
        public static readonly List<(string Name, string? Parent, bool? Protect)> Seen = [];

        public WatchedStack()
            : base(new StackOptions { ResourceTransformations = { Watch } })
        {
            var group = new Group("group");
            var child = new Thing("child", options: new() { Parent = group, Protect = true });
            _ = new Thing("grandchild", options: new() { Parent = child });
        }

        private static ResourceTransformationResult? Watch(ResourceTransformationArgs args)
        {
            Seen.Add((args.Resource.GetResourceName(), args.Options.Parent?.GetResourceName(), args.Options.Protect));
            return null;
        }
    }
}
