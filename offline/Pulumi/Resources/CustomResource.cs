namespace Pulumi;

/// <summary>A resource that a provider creates.</summary>
public class CustomResource : Resource
{
    /// <summary>Registers a resource of a type under a name.</summary>
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : base(type, name, custom: true, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions())
    {
    }

    private protected CustomResource(string type, string name)
        : base(type, name)
    {
    }

    /// <summary>The identifier that the provider gave it.</summary>
    [Output("id")]
    public Output<string> Id { get; private protected set; } = null!;
}

/// <summary>A provider with settings of its own.</summary>
public class ProviderResource : CustomResource
{
    /// <summary>Registers a provider of a package under a name.</summary>
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : base($"pulumi:providers:{package}", name, args, options)
        => Package = package;

    internal string Package { get; }

    /// <summary>How other resources refer to it: its URN and its id.</summary>
    internal async Task<string> GetReferenceAsync()
    {
        const string UnknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
        var id = await Id.GetValueAsync(whenUnknown: "");
        return $"{await Urn.GetValueAsync(whenUnknown: "")}::{(string.IsNullOrEmpty(id) ? UnknownId : id)}";
    }
}
