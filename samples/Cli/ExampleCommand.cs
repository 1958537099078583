using System.CommandLine;
using System.Diagnostics.CodeAnalysis;

namespace Fanout.Samples.Cli;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">The command's name.</param>
/// <param name="description">What it does.</param>
/// <param name="examples">Command lines, from the command's name on.</param>
[SuppressMessage("Design", "CA1010", Justification = "A command is enumerable only to be written with its parts in braces.")]
public sealed class ExampleCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>The examples.</summary>
    public IReadOnlyList<string> Examples => examples;
}
