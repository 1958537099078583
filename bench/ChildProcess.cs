using System.Diagnostics;
using System.Globalization;

namespace Fanout.Bench;

/// <summary>The processes that this one started, and their memory as Linux keeps account of it; null on other systems.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    /// <summary>The most memory that any of them that still runs ever had resident, in bytes.</summary>
    public static long? PeakMemory() => !OperatingSystem.IsLinux()
        ? null
        : Process.GetProcesses().Select(process =>
        {
            using (process)
            {
                return PeakOf(process);
            }
        }).Max();

    /// <summary>The most memory that one of them has resident until it ends, in bytes: what it takes in its last moment is not known.</summary>
    /// <param name="id">The process, which runs.</param>
    public static async Task<long?> PeakMemoryAsync(int id)
    {
        long? peak = null;
        using var process = Process.GetProcessById(id);
        using var timer = new PeriodicTimer(Period);
        while (OperatingSystem.IsLinux() && PeakOf(process) is > 0 and var soFar)
        {
            peak = soFar;
            await timer.WaitForNextTickAsync();
            process.Refresh();
        }

        return peak;
    }

    private static long? PeakOf(Process process)
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

    // "proc_pid_stat": the parent comes two fields behind the name, which is in parentheses.
    private static int ParentOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
