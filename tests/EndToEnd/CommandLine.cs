using System.Diagnostics;
using Fanout.Local;
using Fanout.Stacks;

namespace Fanout.Tests.EndToEnd;

/// <summary>How a command ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>Runs the project's programs as processes of their own, as a user does.</summary>
internal static class CommandLine
{
    public static Task<CommandResult> LocalAsync(params string[] arguments) => LocalAsync(searchPath: null, arguments);

    public static async Task<CommandResult> LocalAsync(string? searchPath, string[] arguments)
    {
        using var process = Start("Fanout.Local", searchPath, arguments);
        return await ResultAsync(process);
    }

    public static async Task<CommandResult> SamplesAsync(params string[] arguments)
    {
        using var process = Start("Fanout.Samples", searchPath: null, arguments);
        return await ResultAsync(process);
    }

    /// <summary>Runs a command with some variables of the environment set, or taken away where they are null.</summary>
    public static async Task<CommandResult> SamplesAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        using var process = Start("Fanout.Samples", searchPath: null, environment, arguments);
        return await ResultAsync(process);
    }

    public static Process Start(string program, string? searchPath, params string[] arguments) =>
        Start(program, searchPath, new Dictionary<string, string?>(), arguments);

    /// <summary>Starts a program with some variables of the environment set, or taken away where they are null.</summary>
    public static Process Start(string program, string? searchPath, IReadOnlyDictionary<string, string?> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryPaths.Root,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        if (searchPath is not null)
        {
            start.FileName = Executable("dotnet");
            start.Environment["PATH"] = searchPath;
        }

        return Process.Start(start)!;
    }

    public static async Task<CommandResult> ResultAsync(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, output, await error);
    }

    /// <summary>A folder that holds links to the named programs and nothing else, to be a whole PATH.</summary>
    public static string FolderWith(params string[] programs)
    {
        var folder = new TemporaryFolder("path").Path;
        foreach (var program in programs)
        {
            File.CreateSymbolicLink(Path.Combine(folder, program), Executable(program));
        }

        return folder;
    }

    private static string Executable(string program) => Environment.GetEnvironmentVariable("PATH")!
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .First(File.Exists);
}
