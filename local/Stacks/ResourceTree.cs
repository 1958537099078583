using System.Collections.Concurrent;
using Pulumi;

namespace Fanout.Local.Stacks;

/// <summary>Which resource is whose child, which Pulumi protects, and how long it waits for their deletion. Mocks are not told; a transformation of the whole
/// stack is.</summary>
public sealed class ResourceTree
{
    private readonly ConcurrentDictionary<ResourceId, (ResourceId? Parent, bool Protect, TimeSpan? LongestDeletion)> _resources = new();
    private ResourceId? _stack;

    /// <summary>A resource's parent; null for the stack itself.</summary>
    public ResourceId? ParentOf(ResourceId resource) => _resources[resource].Parent;

    /// <summary>Whether Pulumi refuses to delete a resource.</summary>
    public bool IsProtected(ResourceId resource) => _resources[resource].Protect;

    /// <summary>How long the provider waits for the deletion of a resource; null for as long as it does by itself.</summary>
    public TimeSpan? LongestDeletionOf(ResourceId resource) => _resources[resource].LongestDeletion;

    /// <summary>Notes a resource's parent, protection and patience, and changes nothing.</summary>
    public ResourceTransformationResult? Record(ResourceTransformationArgs args)
    {
        var resource = IdOf(args.Resource);
        var parent = args.Options.Parent is { } given ? IdOf(given) : _stack;
        _stack ??= resource;
        _resources[resource] = (parent, args.Options.Protect ?? false, args.Options.CustomTimeouts?.Delete);
        return null;
    }

    private static ResourceId IdOf(Resource resource) => new(resource.GetResourceType(), resource.GetResourceName());
}
