namespace Fanout.Infra.Settings;

/// <summary>A stack's settings do not hold together; the message lists every problem, a sentence a line.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems) : Pulumi.RunException(
    string.Join(Environment.NewLine, problems.Prepend("The stack's settings need a correction; nothing was created:")))
{
    /// <summary>The problems, each one sentence that names the key, the value and what is allowed.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
