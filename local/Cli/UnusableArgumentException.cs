namespace Fanout.Local.Cli;

/// <summary>An argument, or a file that it names, cannot be used; the program ends with <see cref="ExitCode.Usage"/>.</summary>
/// <param name="message">What was wrong, and what is allowed.</param>
/// <param name="inner">What went wrong underneath.</param>
internal sealed class UnusableArgumentException(string message, Exception? inner = null) : Exception(message, inner);
