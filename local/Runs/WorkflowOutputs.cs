using System.Collections.Immutable;

namespace Fanout.Local.Runs;

/// <summary>What a workflow exports.</summary>
/// <param name="workflow">The workflow.</param>
/// <param name="values">The outputs by their names.</param>
internal sealed class WorkflowOutputs(string workflow, ImmutableDictionary<string, string> values)
{
    /// <summary>All values.</summary>
    public IEnumerable<string> Values => values.Values;

    /// <summary>An output.</summary>
    /// <exception cref="LocalException">There is none of that name.</exception>
    public string this[string name] => values.GetValueOrDefault(name) ?? throw new LocalException(
        $"The outputs of {workflow} have no {name}; deploy the stack with this version of the program and write its outputs again: pulumi stack output workflows --json");
}
