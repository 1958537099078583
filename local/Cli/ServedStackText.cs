using Fanout.Local.Stacks;

namespace Fanout.Local.Cli;

/// <summary>The outputs of a served stack, for people.</summary>
internal static class ServedStackText
{
    /// <summary>Writes a paragraph for each workflow, a line for each output.</summary>
    public static void Print(ServedStack served, TextWriter output)
    {
        foreach (var (workflow, outputs) in served.Workflows.OrderBy(workflow => workflow.Key, StringComparer.Ordinal))
        {
            output.WriteLine();
            output.WriteLine(workflow);
            var width = outputs.Keys.Max(name => name.Length);
            foreach (var (name, value) in outputs.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                output.WriteLine($"  {name.PadRight(width)}  {value}");
            }
        }
    }
}
