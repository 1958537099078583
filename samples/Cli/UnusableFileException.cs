namespace Fanout.Samples.Cli;

/// <summary>A file that a command line names cannot be used; the message is one sentence for the user.</summary>
/// <param name="message">What was wrong, and what is allowed.</param>
/// <param name="inner">What went wrong underneath.</param>
public sealed class UnusableFileException(string message, Exception? inner = null) : Exception(message, inner);
