using System.Reflection;

namespace Pulumi;

/// <summary>A resource that groups others.</summary>
public class ComponentResource : Resource
{
    /// <summary>Registers a component of a type, as in "package:module:Class", under a name.</summary>
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, ResourceArgs.Empty, options)
    {
    }

    /// <inheritdoc cref="ComponentResource(string, string, ComponentResourceOptions?)"/>
    public ComponentResource(
        string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : base(type, name, custom: false, args ?? ResourceArgs.Empty, options ?? new ComponentResourceOptions(), remote)
    {
    }

    /// <summary>Ends the component; its properties marked with <see cref="OutputAttribute"/> are its outputs.</summary>
    protected void RegisterOutputs()
        => RegisterOutputs(GetType().GetProperties()
            .Where(property => property.Name != nameof(Urn))
            .Select(property => (Property: property, Output: property.GetCustomAttribute<OutputAttribute>()))
            .Where(member => member.Output is not null)
            .ToDictionary(
                member => string.IsNullOrWhiteSpace(member.Output!.Name) ? member.Property.Name : member.Output.Name,
                member => member.Property.GetValue(this)));

    /// <summary>Ends the component, with these outputs.</summary>
    protected void RegisterOutputs(IDictionary<string, object?> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Task.FromResult(outputs));
    }

    /// <inheritdoc cref="RegisterOutputs(IDictionary{string, object?})"/>
    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    /// <inheritdoc cref="RegisterOutputs(IDictionary{string, object?})"/>
    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Deployment.Current.RegisterOutputs(this, outputs);
    }
}
