namespace Pulumi;

/// <summary>How the engine treats a resource.</summary>
public abstract class ResourceOptions
{
    /// <summary>Reads the existing resource with this id and creates none.</summary>
    public Input<string>? Id { get; set; }

    /// <summary>The resource that this one belongs to; the stack where it is null.</summary>
    public Resource? Parent { get; set; }

    /// <summary>Resources that must exist before this one.</summary>
    public InputList<Resource> DependsOn { get => field ??= []; set; }

    /// <summary>Refuses to delete the resource; children inherit it.</summary>
    public bool? Protect { get; set; }

    /// <summary>Properties whose changes do not count.</summary>
    public List<string> IgnoreChanges { get => field ??= []; set; }

    /// <summary>The version of the provider.</summary>
    public string? Version { get; set; }

    /// <summary>The provider; children inherit it.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>How long the provider may take.</summary>
    public CustomTimeouts? CustomTimeouts { get; set; }

    /// <summary>Functions that may change the arguments and options of this resource and of all below it.</summary>
    public List<ResourceTransformation> ResourceTransformations { get => field ??= []; set; }

    /// <summary>Other names that the resource was known by.</summary>
    public List<Input<Alias>> Aliases { get; set; } = [];

    /// <summary>Properties whose changes replace the resource.</summary>
    public List<string> ReplaceOnChanges { get => field ??= []; set; }

    /// <summary>Where the provider is downloaded from.</summary>
    public string? PluginDownloadURL { get; set; }

    /// <summary>Forgets the resource where it would be deleted.</summary>
    public bool? RetainOnDelete { get; set; }

    /// <summary>A resource whose deletion deletes this one too.</summary>
    public Resource? DeletedWith { get; set; }

    /// <summary>Resources whose replacement replaces this one too.</summary>
    public InputList<Resource> ReplaceWith { get => field ??= []; set; }

    /// <summary>Properties that are not shown in a difference.</summary>
    public List<string> HideDiffs { get => field ??= []; set; }

    /// <summary>A value whose change replaces the resource.</summary>
    public Input<object>? ReplacementTrigger { get; set; }

    internal abstract ResourceOptions Clone();

    /// <summary>Takes over what the other options say: single values replace, lists are appended.</summary>
    private protected void Include(ResourceOptions other)
    {
        Id = other.Id ?? Id;
        Parent = other.Parent ?? Parent;
        Protect = other.Protect ?? Protect;
        Version = other.Version ?? Version;
        Provider = other.Provider ?? Provider;
        CustomTimeouts = other.CustomTimeouts?.Clone() ?? CustomTimeouts;
        PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
        RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
        DeletedWith = other.DeletedWith ?? DeletedWith;
        ReplacementTrigger = other.ReplacementTrigger ?? ReplacementTrigger;
        DependsOn = DependsOn.Concat(other.DependsOn);
        ReplaceWith = ReplaceWith.Concat(other.ReplaceWith);
        IgnoreChanges.AddRange(other.IgnoreChanges);
        ResourceTransformations.AddRange(other.ResourceTransformations);
        Aliases.AddRange(other.Aliases);
        ReplaceOnChanges.AddRange(other.ReplaceOnChanges);
        HideDiffs.AddRange(other.HideDiffs);
    }
}

/// <summary>How long a provider may take.</summary>
public sealed class CustomTimeouts
{
    /// <summary>To create the resource.</summary>
    public TimeSpan? Create { get; set; }

    /// <summary>To update the resource.</summary>
    public TimeSpan? Update { get; set; }

    /// <summary>To delete the resource.</summary>
    public TimeSpan? Delete { get; set; }

    internal CustomTimeouts Clone() => (CustomTimeouts)MemberwiseClone();
}

/// <summary>Another name that a resource was known by: a whole URN, or the parts of it that were different.</summary>
public sealed class Alias
{
    /// <summary>The whole URN.</summary>
    public string? Urn { get; set; }

    /// <summary>The name.</summary>
    public Input<string>? Name { get; set; }

    /// <summary>The type.</summary>
    public Input<string>? Type { get; set; }

    /// <summary>The stack.</summary>
    public Input<string>? Stack { get; set; }

    /// <summary>The project.</summary>
    public Input<string>? Project { get; set; }

    /// <summary>The parent.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The parent's URN.</summary>
    public Input<string>? ParentUrn { get; set; }

    /// <summary>There was no parent.</summary>
    public bool NoParent { get; set; }
}
