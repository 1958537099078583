using Spectre.Console;

namespace Fanout.Local.Runs;

/// <summary>Shows how runs go on, as suits where it is shown.</summary>
internal static class RunProgress
{
    /// <summary>A live table on a terminal, lines anywhere else: on standard error, which leaves the output to the results.</summary>
    public static IRunProgress OnStandardError()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return !Console.IsErrorRedirected && console.Profile.Capabilities.Ansi
            ? new LiveTable(console, TimeProvider.System)
            : new ProgressLines(Console.Error, TimeProvider.System);
    }
}
