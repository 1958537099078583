namespace Pulumi;

/// <summary>A mistake that concerns one resource.</summary>
public class ResourceException : Exception
{
    /// <summary>A mistake with this message; the stack trace is not shown where it is hidden.</summary>
    public ResourceException(string message, Resource? resource, bool hideStack = false)
        : base(message)
        => (Resource, HideStack) = (resource, hideStack);

    internal Resource? Resource { get; }

    internal bool HideStack { get; }
}
