using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Fanout.Tests.Offline;

public sealed class StackTests
{
    [Test]
    public async Task Output_properties_are_registered_as_the_stacks_outputs()
    {
        var mocks = new Recorder();
        var resources = await Deployment.TestAsync<GoodStack>(mocks, new TestOptions { IsPreview = false });

        var stack = resources.OfType<GoodStack>().Single();
        var outputs = mocks.Outputs[await OutputUtilities.GetValueAsync(stack.Urn)];
        Assert.That(stack.GetResourceName(), Is.EqualTo("project-stack"));
        Assert.That(
            await OutputUtilities.GetValueAsync(stack.Urn),
            Is.EqualTo("urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack"));
        Assert.That(outputs.Keys, Is.EquivalentTo(new[] { "thingArn", "Count" }));
        Assert.That(await OutputUtilities.GetValueAsync(outputs["thingArn"]), Is.EqualTo("arn:thing"));
        Assert.That(await OutputUtilities.GetValueAsync(outputs["Count"]), Is.EqualTo(2.0));
        Assert.That(mocks.Resources.Select(resource => resource.Name), Is.EqualTo(new[] { "thing" }));
    }

    [Test]
    public void Output_properties_without_a_value_are_named()
        => Assert.That(
            () => Deployment.TestAsync<EmptyStack>(new Recorder()),
            Throws.TypeOf<RunException>().With.Message.Contains("Output(s) 'First, Second' have no value assigned"));

    [Test]
    public void Output_properties_of_another_type_are_named()
        => Assert.That(
            () => Deployment.TestAsync<WrongStack>(new Recorder()),
            Throws.TypeOf<RunException>().With.Message.Contains("Output(s) 'Text' have incorrect type"));

    [Test]
    public void A_resource_cannot_be_made_before_the_stack()
        => Assert.That(
            () => Deployment.TestAsync<HastyStack>(new Recorder()),
            Throws.TypeOf<RunException>().With.Message.Contains(nameof(InvalidOperationException)));

    [Test]
    public async Task A_service_provider_can_make_the_stack()
    {
        var resources = await Deployment.TestWithServiceProviderAsync<Stack>(
            new Recorder(), new Services(() => new GoodStack()), new TestOptions { IsPreview = false });

        Assert.That(resources.OfType<GoodStack>().Count(), Is.EqualTo(1));
        Assert.That(
            () => Deployment.TestWithServiceProviderAsync<Stack>(new Recorder(), new Services(() => null)),
            Throws.TypeOf<RunException>().With.Message.Contains("Failed to resolve instance of type Pulumi.Stack"));
    }

    [Test]
    public async Task A_function_can_return_the_outputs()
    {
        var (resources, outputs) = await Deployment.TestAsync(
            new Recorder(), new TestOptions { IsPreview = false },
            () => new Dictionary<string, object?> { ["arn"] = new Thing("thing").Arn } as IDictionary<string, object?>);

        Assert.That(resources.Select(resource => resource.GetResourceName()), Is.EqualTo(new[] { "thing" }));
        Assert.That(await OutputUtilities.GetValueAsync((Output<string>)outputs["arn"]!), Is.EqualTo("arn:thing"));
    }

    [Test]
    public async Task The_deployment_knows_where_it_runs()
    {
        var options = new TestOptions
        {
            ProjectName = "demo",
            StackName = "dev",
            OrganizationName = "org",
            RootDirectory = "/demo",
            IsPreview = false,
        };
        (string, string, string, string, bool)? seen = null;
        await Deployment.TestAsync(new Recorder(), options, () =>
        {
            var instance = Deployment.Instance;
            seen = (instance.ProjectName, instance.StackName, instance.OrganizationName,
                instance.RootDirectory, instance.IsDryRun);
        });

        Assert.That(seen, Is.EqualTo(("demo", "dev", "org", "/demo", false)));
    }

    [Test]
    public async Task By_default_it_is_a_preview_of_project_and_stack()
    {
        (string, string, string, bool)? seen = null;
        await Deployment.TestAsync(new Recorder(), new TestOptions(), () =>
        {
            var instance = Deployment.Instance;
            seen = (instance.ProjectName, instance.StackName, instance.OrganizationName, instance.IsDryRun);
            Assert.That(() => instance.RootDirectory, Throws.InvalidOperationException);
        });

        Assert.That(seen, Is.EqualTo(("project", "stack", "organization", true)));
    }

    private sealed class GoodStack : Stack
    {
        public GoodStack() => ThingArn = new Thing("thing").Arn;

        [Output("thingArn")]
        public Output<string> ThingArn { get; private set; }

        [Output]
        public Output<int> Count { get; private set; } = Output.Create(2);
    }

    private sealed class EmptyStack : Stack
    {
        [Output]
        public Output<string>? First { get; private set; }

        [Output]
        public Output<string>? Second { get; private set; }
    }

    private sealed class HastyStack : Stack
    {
        // An initializer runs before the constructor of the base class.
        [Output]
        public Output<string> Arn { get; private set; } = new Thing("thing").Arn;
    }

    private sealed class WrongStack : Stack
    {
        [Output]
        public string Text { get; private set; } = "text";
    }

    private sealed class Services(Func<object?> make) : IServiceProvider
    {
        public object? GetService(Type serviceType) => make();
    }
}
