using System.Diagnostics;
using System.Globalization;

namespace Fanout.Bench;

/// <summary>The memory of processes that this one started, as Linux keeps account of it; null on other systems.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    /// <summary>The most memory that any of them that still runs ever had resident, in bytes.</summary>
    public static long? PeakMemory() => !OperatingSystem.IsLinux()
        ? null
        : Process.GetProcesses().Select(PeakOf).Max();

    /// <summary>The most memory that a process ever has resident, in bytes, once it has ended; but for its last moment, after which nobody can tell.</summary>
    /// <param name="id">The process, which runs.</param>
    public static async Task<long?> PeakMemoryAsync(int id)
    {
        long? peak = null;
        using var timer = new PeriodicTimer(Period);
        while (OperatingSystem.IsLinux() && PeakOf(id) is { } soFar)
        {
            peak = soFar;
            await timer.WaitForNextTickAsync();
        }

        return peak;
    }

    private static long? PeakOf(Process process)
    {
        using (process)
        {
            return PeakOf(process.Id);
        }
    }

    // "proc_pid_status": a process that has ended, and one of the kernel's, has no such line.
    private static long? PeakOf(int process)
    {
        const string mark = "VmHWM:";
        try
        {
            return ParentOf(process) == Environment.ProcessId
                && File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal)) is { } peak
                ? 1024 * long.Parse(peak[mark.Length..^"kB".Length], CultureInfo.InvariantCulture)
                : null;
        }
        catch (IOException)
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
