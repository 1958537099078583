using System.Diagnostics;
using Fanout.Stacks;

namespace Fanout.Local;

/// <summary>How Python programs are started, so that they end when this program is gone, even where it was killed.</summary>
internal static class PythonProcess
{
    private static readonly string Modules = Path.Combine(RepositoryPaths.Root, "local", "python");

    /// <summary>A program with redirected streams, which ends when its standard input is closed.</summary>
    /// <param name="program">Python, or a program that is written in it.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="inherited">Names of the variables that it gets of this program's; null for all.</param>
    /// <param name="modules">A folder of further modules.</param>
    public static ProcessStartInfo Start(
        string program, IEnumerable<string> arguments, IReadOnlyCollection<string>? inherited = null, string? modules = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => inherited?.Contains(name) == false).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["END_WITH_PARENT"] = "1";
        start.Environment.TryGetValue("PYTHONPATH", out var others);
        start.Environment["PYTHONPATH"] = string.Join(Path.PathSeparator, new[] { Modules, modules, others }.OfType<string>());
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return start;
    }
}
