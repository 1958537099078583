using System.Collections.Concurrent;
using Pulumi;

namespace Fanout.Local.Stacks;

/// <summary>Which resource is whose child, which Pulumi protects, and how long it waits for their deletion. Mocks are not told; a transformation of the whole
/// stack is.</summary>
public sealed class ResourceTree
{
    private readonly ConcurrentDictionary<(string Type, string Name), (string? Parent, bool Protect, TimeSpan? LongestDeletion)> _resources = new();
    private string? _stack;

    /// <summary>The name of a resource's parent; null for the stack itself.</summary>
    public string? ParentOf(string type, string name) => _resources[(type, name)].Parent;

    /// <summary>Whether Pulumi refuses to delete a resource.</summary>
    public bool IsProtected(string type, string name) => _resources[(type, name)].Protect;

    /// <summary>How long the provider waits for the deletion of a resource; null for as long as it does by itself.</summary>
    public TimeSpan? LongestDeletionOf(string type, string name) => _resources[(type, name)].LongestDeletion;

    /// <summary>Notes a resource's parent, protection and patience, and changes nothing.</summary>
    public ResourceTransformationResult? Record(ResourceTransformationArgs args)
    {
        var resource = args.Resource;
        var parent = args.Options.Parent?.GetResourceName() ?? _stack;
        _stack ??= resource.GetResourceName();
        _resources[(resource.GetResourceType(), resource.GetResourceName())] = (
            parent, args.Options.Protect ?? false, args.Options.CustomTimeouts?.Delete);
        return null;
    }
}
