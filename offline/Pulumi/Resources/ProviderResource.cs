namespace Pulumi;

/// <summary>A provider with settings of its own.</summary>
public class ProviderResource : CustomResource
{
    /// <summary>Registers a provider of a package under a name.</summary>
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : base($"pulumi:providers:{package}", name, args, options)
        => Package = package;

    /// <inheritdoc cref="ProviderResource(string, string, ResourceArgs, CustomResourceOptions?)"/>
    public ProviderResource(
        string package, string name, ResourceArgs args, CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : this(package, name, args, options)
    {
    }

    internal string Package { get; }

    /// <summary>How other resources refer to it: its URN and its id.</summary>
    internal async Task<string> GetReferenceAsync()
    {
        const string UnknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
        var id = await Id.GetValueAsync(whenUnknown: "");
        return $"{await Urn.GetValueAsync(whenUnknown: "")}::{(string.IsNullOrEmpty(id) ? UnknownId : id)}";
    }
}
