namespace Fanout.Infra.StatesLanguage;

/// <summary>A state machine definition breaks the specification; the message lists every problem, a sentence a line.</summary>
public sealed class DefinitionException(IReadOnlyList<string> problems) : Exception(
    string.Join(Environment.NewLine, problems.Prepend("The state machine definition needs a correction:")))
{
    /// <summary>The problems, each one sentence that says where it is.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
