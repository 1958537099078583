namespace Pulumi;

/// <summary>A resource that a provider creates.</summary>
public class CustomResource : Resource
{
    /// <summary>Registers a resource of a type under a name.</summary>
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : base(type, name, custom: true, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions())
    {
    }

    /// <inheritdoc cref="CustomResource(string, string, ResourceArgs?, CustomResourceOptions?)"/>
    public CustomResource(
        string type, string name, ResourceArgs? args, CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : this(type, name, args, options)
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
