namespace Fanout.Local.StepFunctions.Definitions;

/// <summary>A definition cannot be loaded; lists every problem that was found.</summary>
public sealed class DefinitionException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>One sentence for each problem.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
