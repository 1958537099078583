namespace Pulumi;

/// <summary>How the engine treats a resource that a provider creates.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    /// <summary>Deletes the old resource first where one is replaced.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Outputs that are secrets.</summary>
    public List<string> AdditionalSecretOutputs { get => field ??= []; set; }

    /// <summary>Takes over the existing resource with this id.</summary>
    public string? ImportId { get; set; }

    /// <summary>Both together: the second one's single values, the lists of both.</summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = new CustomResourceOptions();
        foreach (var options in new[] { options1, options2 }.OfType<CustomResourceOptions>())
        {
            merged.Include(options);
            merged.DeleteBeforeReplace = options.DeleteBeforeReplace ?? merged.DeleteBeforeReplace;
            merged.ImportId = options.ImportId ?? merged.ImportId;
            merged.AdditionalSecretOutputs.AddRange(options.AdditionalSecretOutputs);
        }

        return merged;
    }

    internal override ResourceOptions Clone() => Merge(this, null);
}
