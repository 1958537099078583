using System.Collections.Concurrent;
using Pulumi;

namespace Fanout.Local.Stacks;

/// <summary>Which resource is whose child, and which Pulumi protects. Mocks are not told; a transformation of the whole
/// stack is.</summary>
public sealed class ResourceTree
{
    private readonly ConcurrentDictionary<(string Type, string Name), (string? Parent, bool Protect)> _resources = new();
    private string? _stack;

    /// <summary>The name of a resource's parent; null for the stack itself.</summary>
    public string? ParentOf(string type, string name) => _resources[(type, name)].Parent;

    /// <summary>Whether Pulumi refuses to delete a resource.</summary>
    public bool IsProtected(string type, string name) => _resources[(type, name)].Protect;

    /// <summary>Notes a resource's parent and protection, and changes nothing.</summary>
    public ResourceTransformationResult? Record(ResourceTransformationArgs args)
    {
        var resource = args.Resource;
        var parent = args.Options.Parent?.GetResourceName() ?? _stack;
        _stack ??= resource.GetResourceName();
        _resources[(resource.GetResourceType(), resource.GetResourceName())] = (parent, args.Options.Protect ?? false);
        return null;
    }
}
