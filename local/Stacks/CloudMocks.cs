using System.Collections.Concurrent;
using System.Collections.Immutable;
using Fanout.Local.Aws;
using Fanout.Local.Stacks.Provisioning;
using Pulumi.Testing;

namespace Fanout.Local.Stacks;

/// <summary>The engine's place in a local deployment: every resource is noted, made, and given the outputs of AWS.</summary>
/// <param name="account">The account.</param>
/// <param name="tree">The resources' parents.</param>
/// <param name="create">Makes a resource and returns it with what only the making tells; as it is in a preview.</param>
internal sealed class CloudMocks(AwsAccount account, ResourceTree tree, Func<CloudResource, Task<CloudResource>> create) : IMocks
{
    private readonly ConcurrentQueue<StackResource> _resources = [];

    /// <summary>The resources, in the order in which they were declared ready.</summary>
    public IReadOnlyCollection<StackResource> Resources => _resources;

    /// <summary>What could not be made; the SDK reports it as text with a stack trace.</summary>
    public ConcurrentQueue<LocalException> Failures { get; } = [];

    public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        var (type, name) = (args.Type!, args.Name!);
        _resources.Enqueue(new StackResource(
            type,
            name,
            tree.ParentOf(new ResourceId(type, name)),
            tree.IsProtected(new ResourceId(type, name)),
            SecretInputs.Hide(type, PropertyJson.Object(args.Inputs)))
        {
            LongestDeletion = tree.LongestDeletionOf(new ResourceId(type, name)),
        });
        if (!type.StartsWith("aws:", StringComparison.Ordinal))
        {
            return (null, args.Inputs);
        }

        var resource = CloudResource.Of(account, type, name, args.Inputs);
        try
        {
            var made = await create(resource);
            return (made.Id, made.Outputs);
        }
        catch (Exception problem)
        {
            Failures.Enqueue(new LocalException($"{name} ({type}) could not be made: {problem.Message}", problem));
            throw;
        }
    }

    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Token switch
    {
        "aws:index/getCallerIdentity:getCallerIdentity" => Result(
            ("accountId", AwsAccount.Id), ("arn", AwsAccount.Root), ("userId", AwsAccount.Id), ("id", AwsAccount.Id)),
        "aws:index/getRegion:getRegion" => Result(
            ("region", account.Region), ("name", account.Region), ("id", account.Region)),
        "aws:index/getPartition:getPartition" => Result(
            ("partition", "aws"), ("id", "aws"), ("dnsSuffix", "amazonaws.com"), ("reverseDnsPrefix", "com.amazonaws")),
        _ => throw new LocalException(
            $"The local cloud does not answer {args.Token}; add it to {nameof(CloudMocks)}.{nameof(CallAsync)}."),
    });

    private static ImmutableDictionary<string, object> Result(params (string Key, string Value)[] values) =>
        values.ToImmutableDictionary(value => value.Key, object (value) => value.Value);
}
