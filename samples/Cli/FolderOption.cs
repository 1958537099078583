using System.CommandLine;

namespace Fanout.Samples.Cli;

/// <summary>The option <c>--folder</c>: somebody's own data in the place of generated data.</summary>
internal static class FolderOption
{
    /// <summary>Creates the option; its value is null where it was not given.</summary>
    /// <param name="what">What the folder holds.</param>
    public static Option<string?> Create(string what) => new("--folder")
    {
        Description = $"A folder with your own {what}",
        HelpName = "FOLDER",
    };

    /// <summary>Refuses options that say what to generate beside the folder.</summary>
    public static void Excludes(Command command, Option<string?> folder, params Option[] generation) => command.Validators.Add(result =>
    {
        if (result.GetValue(folder) is not null
            && Array.Find(generation, option => result.GetResult(option) is { Implicit: false }) is { } other)
        {
            result.AddError($"{other.Name} is of generated data; leave it out, or --folder.");
        }
    });
}
