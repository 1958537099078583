using System.Text.Json;
using Fanout.Local.Jsonata;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>
/// The variables of a machine, of a branch of a Parallel state or of an iteration of a Map state. An inner scope reads
/// the outer ones and assigns only its own ("Passing data between states with variables").
/// </summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<string, JsonElement> _variables = [];
    private long _size;

    private long TotalSize => _size + (outer?.TotalSize ?? 0);

    /// <summary>Those of the named variables that have a value.</summary>
    public Dictionary<string, JsonElement> Read(IEnumerable<string> names)
    {
        var found = new Dictionary<string, JsonElement>();
        foreach (var name in names)
        {
            for (var scope = this; scope is not null; scope = scope.Outer)
            {
                if (scope._variables.TryGetValue(name, out var value))
                {
                    found[name] = value;
                    break;
                }
            }
        }
        return found;
    }

    /// <summary>Sets variables.</summary>
    public void Assign(IReadOnlyDictionary<string, JsonElement> values)
    {
        foreach (var (name, value) in values)
        {
            _size += JsonText.Size(value) - (_variables.TryGetValue(name, out var old) ? JsonText.Size(old) : 0);
            _variables[name] = value;
        }
    }

    /// <summary>Why the values would break a quota, or null.</summary>
    public string? Refusal(IReadOnlyDictionary<string, JsonElement> values)
    {
        var size = values.Values.Sum(value => (long)JsonText.Size(value));
        return size > Quotas.Variable
            ? $"The size of the variables that 'Assign' sets exceeds the limit of {Quotas.Variable} bytes."
            : TotalSize + size > Quotas.Variables
                ? $"The size of all variables of the execution exceeds the limit of {Quotas.Variables} bytes."
                : null;
    }

    private Scope? Outer => outer;
}
