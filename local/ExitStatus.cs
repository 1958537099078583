using System.Diagnostics;

namespace Fanout.Local;

/// <summary>How a process ended, in the words of Lambda.</summary>
internal static class ExitStatus
{
    // What .NET adds to the number of a signal, as shells do.
    private const int Signals = 128;

    /// <summary>The status of a process that has ended, such as <c>exit status 3</c> or <c>signal: killed</c>.</summary>
    public static string Of(Process process) => (process.ExitCode - Signals) switch
    {
        6 => "signal: aborted",
        9 => "signal: killed",
        11 => "signal: segmentation fault",
        15 => "signal: terminated",
        _ => $"exit status {process.ExitCode}",
    };
}
