using System.Collections.Concurrent;
using Pulumi;

namespace Fanout.Local.Stacks;

/// <summary>Which resource is whose child. Mocks are not told; a transformation of the whole stack is.</summary>
public sealed class ResourceTree
{
    private readonly ConcurrentDictionary<(string Type, string Name), string?> _parents = new();
    private string? _stack;

    /// <summary>The name of a resource's parent; null for the stack itself.</summary>
    public string? ParentOf(string type, string name) => _parents[(type, name)];

    /// <summary>Notes a resource's parent, and changes nothing.</summary>
    public ResourceTransformationResult? Record(ResourceTransformationArgs args)
    {
        var resource = args.Resource;
        var parent = args.Options.Parent?.GetResourceName() ?? _stack;
        _stack ??= resource.GetResourceName();
        _parents[(resource.GetResourceType(), resource.GetResourceName())] = parent;
        return null;
    }
}
