using System.Diagnostics;
using System.Globalization;

namespace Fanout.Local.Services.Lambda;

/// <summary>The most memory that a process has used.</summary>
internal static class PeakMemory
{
    private const string Peak = "VmHWM:";
    private const long BytesOfKilobyte = 1024;

    /// <summary>Its bytes until now; none where the process is gone.</summary>
    public static long Of(Process process)
    {
        try
        {
            // Process would look at each of its threads too.
            return OperatingSystem.IsLinux() ? OnLinux(process.Id) : Elsewhere(process);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException or NotSupportedException)
        {
            return 0;
        }
    }

    // "VmHWM:	  123456 kB" (proc_pid_status).
    private static long OnLinux(int id) => File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith(Peak, StringComparison.Ordinal)) is { } line
        ? long.Parse(line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * BytesOfKilobyte
        : 0;

    // macOS tells no peak.
    private static long Elsewhere(Process process)
    {
        process.Refresh();
        return Math.Max(process.PeakWorkingSet64, process.WorkingSet64);
    }
}
