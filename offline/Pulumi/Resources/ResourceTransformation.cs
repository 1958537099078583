namespace Pulumi;

/// <summary>Sees a resource before it is registered; returns other arguments and options, or null to keep them.</summary>
public delegate ResourceTransformationResult? ResourceTransformation(ResourceTransformationArgs args);

/// <summary>What a transformation sees.</summary>
public readonly struct ResourceTransformationArgs(Resource resource, ResourceArgs args, ResourceOptions options)
{
    /// <summary>The resource; it has a type and a name, and no outputs yet.</summary>
    public Resource Resource { get; } = resource;

    /// <summary>The resource's arguments.</summary>
    public ResourceArgs Args { get; } = args;

    /// <summary>The resource's options.</summary>
    public ResourceOptions Options { get; } = options;
}

/// <summary>What a transformation wants instead.</summary>
public readonly struct ResourceTransformationResult(ResourceArgs args, ResourceOptions options)
{
    /// <summary>The arguments to use.</summary>
    public ResourceArgs Args { get; } = args;

    /// <summary>The options to use, with the same parent.</summary>
    public ResourceOptions Options { get; } = options;
}
