using System.Diagnostics;
using System.Globalization;

namespace Fanout.Bench.WriterFunction;

/// <summary>The processes that this one started.</summary>
internal static class ChildProcess
{
    /// <summary>The most memory that any of them that still runs ever had resident, in bytes; null where Linux does not tell.</summary>
    public static long? PeakMemory() => !OperatingSystem.IsLinux()
        ? null
        : Process.GetProcesses().Select(PeakOf).Max();

    private static long? PeakOf(Process process)
    {
        using (process)
        {
            try
            {
                return ParentOf(process.Id) == Environment.ProcessId ? process.PeakWorkingSet64 : null;
            }
            catch (Exception problem) when (problem is IOException or InvalidOperationException)
            {
                // It ended while it was looked at.
                return null;
            }
        }
    }

    // "proc_pid_stat": the parent comes two fields behind the name, which is in parentheses.
    private static int ParentOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
