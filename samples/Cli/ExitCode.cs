using Fanout.Infra.Settings;
using Fanout.Stacks;

namespace Fanout.Samples.Cli;

/// <summary>The exit status of a command.</summary>
internal static class ExitCode
{
    /// <summary>The command line cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>Runs a command; what a user can put right is printed as its message and gives 1.</summary>
    public static async Task<int> OfAsync(Func<Task> command)
    {
        try
        {
            await command();
            return 0;
        }
        catch (Exception problem) when (problem is SampleException or StackFileException or SettingsException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }
}
