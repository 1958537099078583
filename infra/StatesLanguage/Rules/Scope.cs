namespace Fanout.Infra.StatesLanguage.Rules;

/// <summary>Where in a definition the rules are, and the problems found so far.</summary>
/// <param name="IsExpress">Whether the states run in Express executions.</param>
internal sealed record Scope(bool IsExpress)
{
    /// <summary>The names of the states from the outermost to this one.</summary>
    private IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>Whether the machine's own query language is JSONata.</summary>
    public bool MachineIsJsonata { get; init; }

    /// <summary>What was found, shared by all scopes of one definition.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The names of states and labels that are taken, shared by all scopes of one definition.</summary>
    public HashSet<(string Kind, string Name)> Names { get; } = [];

    /// <summary>The scope of one state within this one.</summary>
    public Scope In(string state) => this with { Path = [.. Path, state] };

    /// <summary>Adds a problem; the sentence goes on after the name of the place.</summary>
    public void Report(string predicate) => Problems.Add(
        Path.Count == 0
            ? $"The definition {predicate}."
            : $"State {string.Join(" > ", Path.Select(name => $"\"{name}\""))} {predicate}.");
}
