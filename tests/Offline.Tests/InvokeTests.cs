using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws;
using Pulumi.Utilities;

namespace Fanout.Tests.Offline;

public sealed class InvokeTests
{
    private static readonly ImmutableDictionary<string, object> Region = ImmutableDictionary<string, object>.Empty
        .Add("region", "eu-west-1").Add("description", "Ireland").Add("endpoint", "e").Add("id", "i").Add("name", "n");

    [Test]
    public async Task A_function_gives_its_result_as_an_output_or_a_task()
    {
        var mocks = new Recorder { CallAnswer = Region };
        Output<string>? output = null;
        string? awaited = null;
        await mocks.RunAsync(() =>
        {
            output = GetRegion.Invoke(new() { Region = Output.Create("eu-west-1") }).Apply(region => region.Description);
            awaited = GetRegion.InvokeAsync().GetAwaiter().GetResult().Region;
        });

        Assert.That(await OutputUtilities.GetValueAsync(output!), Is.EqualTo("Ireland"));
        Assert.That(awaited, Is.EqualTo("eu-west-1"));
        Assert.That(mocks.Calls.Select(call => call.Token), Is.All.EqualTo("aws:index/getRegion:getRegion"));
        Assert.That(
            mocks.Calls.Select(call => string.Join(',', call.Args.Keys)), Is.EquivalentTo(new[] { "region", "" }));
    }

    [Test]
    public async Task A_function_with_an_unknown_argument_is_not_called()
    {
        var mocks = new Recorder { CallAnswer = Region };
        Output<GetRegionResult>? output = null;
        await mocks.RunAsync(
            () => output = GetRegion.Invoke(new() { Region = OutputUtilities.CreateUnknown("?") }));

        Assert.That(await OutputUtilities.GetIsKnownAsync(output!), Is.False);
        Assert.That(mocks.Calls, Is.Empty);
    }

    [Test]
    public async Task The_result_comes_from_the_resources_of_the_arguments()
    {
        var mocks = new Recorder { CallAnswer = Region };
        Thing? argument = null;
        Thing? dependency = null;
        Output<GetRegionResult>? output = null;
        await mocks.RunAsync(() =>
        {
            argument = new Thing("argument");
            dependency = new Thing("dependency");
            output = GetRegion.Invoke(
                new() { Region = argument.Arn }, new InvokeOutputOptions { DependsOn = { dependency } });
        });

        Assert.That(
            await OutputUtilities.GetDependenciesAsync(output!), Is.EquivalentTo(new[] { argument, dependency }));
    }

    [Test]
    public async Task The_provider_is_the_given_one_or_the_parents()
    {
        var mocks = new Recorder { CallAnswer = Region };
        await mocks.RunAsync(() =>
        {
            var provider = new Provider("own", new() { Region = "eu-west-1" });
            var group = new Group("group", new() { Providers = { provider } });
            _ = GetRegion.Invoke(options: new InvokeOptions { Provider = provider });
            _ = GetRegion.Invoke(options: new InvokeOptions { Parent = group });
        });

        Assert.That(mocks.Calls.Select(call => call.Provider), Is.All.EndsWith("pulumi:providers:aws::own::own-id"));
        Assert.That(mocks.Calls, Has.Count.EqualTo(2));
    }
}
