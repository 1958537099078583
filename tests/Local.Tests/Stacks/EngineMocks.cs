using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Stacks;
using Fanout.Local.Stacks.Provisioning;
using Pulumi;
using Pulumi.Testing;

namespace Fanout.Tests.Local.Stacks;

/// <summary>An engine with the AWS provider: it knows what is not an input of a resource only where the resource exists.</summary>
/// <param name="account">The account.</param>
/// <param name="exists">Whether the stack's resources exist.</param>
internal sealed class EngineMocks(AwsAccount account, bool exists) : IMocks
{
    private readonly CloudMocks _account = new(account, new ResourceTree(), Task.FromResult);

    /// <summary>The inputs of the resources by type and name; what is not known yet is missing.</summary>
    public ConcurrentDictionary<string, JsonObject> Resources { get; } = [];

    /// <summary>What components and the stack export, by URN.</summary>
    public ConcurrentDictionary<string, ImmutableDictionary<string, Output<object?>>> Outputs { get; } = [];

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        var declared = Resources.TryAdd($"{args.Type} {args.Name}", PropertyJson.Object(args.Inputs));
        Assert.That(declared, Is.True, $"{args.Name} ({args.Type}) is declared twice.");
        return Task.FromResult<(string?, object)>(exists && args.Type!.StartsWith("aws:", StringComparison.Ordinal)
            ? Existing(CloudResource.Of(account, args.Type, args.Name!, args.Inputs))
            : (null, args.Inputs.Where(input => input.Value is not AssetOrArchive).ToImmutableDictionary()));
    }

    public Task<object> CallAsync(MockCallArgs args) => _account.CallAsync(args);

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        Outputs[args.Urn] = args.Outputs;
        return Task.CompletedTask;
    }

    private static (string?, object) Existing(CloudResource resource) => (resource.Id, resource.Outputs);
}
