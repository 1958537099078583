namespace Pulumi;

/// <summary>How the engine treats a resource that groups others.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    /// <summary>Providers for the resources below it, one for each package.</summary>
    public List<ProviderResource> Providers { get => field ??= []; set; }

    /// <summary>Both together: the second one's single values and providers, the lists of both.</summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = new ComponentResourceOptions();
        foreach (var options in new[] { options1, options2 }.OfType<ComponentResourceOptions>())
        {
            merged.Include(options);
            merged.Providers.AddRange(options.Providers);
        }

        // The last one for each package, in the order of the list.
        merged.Providers = [.. merged.Providers.AsEnumerable().Reverse().DistinctBy(item => item.Package).Reverse()];
        return merged;
    }

    internal override ResourceOptions Clone() => Merge(this, null);
}
