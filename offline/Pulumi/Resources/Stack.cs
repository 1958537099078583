using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

/// <summary>The root of a deployment: its constructor creates the resources, its output properties are exported.</summary>
public class Stack : ComponentResource
{
    internal const string ResourceType = "pulumi:pulumi:Stack";

    /// <summary>Makes this the stack of the running deployment.</summary>
    public Stack(StackOptions? options = null)
        : base(
            ResourceType,
            $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}",
            new ComponentResourceOptions { ResourceTransformations = options?.ResourceTransformations ?? [] })
        => Deployment.Current.Stack = this;

    /// <summary>Registers the properties marked with <see cref="OutputAttribute"/> as the stack's outputs.</summary>
    /// <exception cref="RunException">One of them is null, or no <see cref="Output{T}"/>.</exception>
    internal Output<IDictionary<string, object?>> RegisterPropertyOutputs()
    {
        var outputs = GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.DeclaringType?.IsAssignableFrom(typeof(Stack)) is false)
            .Select(property => (Property: property, Output: property.GetCustomAttribute<OutputAttribute>()))
            .Where(member => member.Output is not null)
            .ToImmutableDictionary(
                member => member.Output!.Name ?? member.Property.Name,
                member => member.Property.GetValue(this));
        if (Names(outputs, value => value is null) is { Count: > 0 } missing)
        {
            throw new RunException(
                $"Output(s) '{string.Join(", ", missing)}' have no value assigned. " +
                "Properties marked with [Output] must be assigned in the constructor of the stack.");
        }

        if (Names(outputs, value => value is not IOutput) is { Count: > 0 } others)
        {
            throw RunException.OutputsHaveIncorrectType(others);
        }

        var registered = Output.Create<IDictionary<string, object?>>(outputs);
        RegisterOutputs(registered);
        return registered;
    }

    private static List<string> Names(ImmutableDictionary<string, object?> outputs, Predicate<object?> isWrong)
        => [.. outputs.Where(output => isWrong(output.Value)).Select(output => output.Key).Order(StringComparer.Ordinal)];
}

/// <summary>How the engine treats a stack.</summary>
public class StackOptions
{
    /// <summary>Functions that may change the arguments and options of every resource of the stack.</summary>
    public List<ResourceTransformation> ResourceTransformations { get => field ??= []; set; }
}
