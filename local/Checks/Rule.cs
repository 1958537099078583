using Fanout.Local.Stacks;

namespace Fanout.Local.Checks;

/// <summary>What must hold of the resources of every stack.</summary>
/// <param name="name">The rule's name, as findings give it.</param>
public abstract class Rule(string name)
{
    /// <summary>The rule's name.</summary>
    public string Name { get; } = name;

    /// <summary>Where the resources break the rule.</summary>
    public abstract IEnumerable<Finding> Check(ResourceGraph graph);

    /// <summary>A finding of this rule.</summary>
    protected Finding Broken(StackResource resource, string found, string allowed, string remedy) =>
        new(resource.Type, resource.Name, Name, found, allowed, remedy);
}
