using System.Diagnostics;

namespace Fanout.Local;

/// <summary>Where <c>moto_server</c> is: on the PATH, or in a virtual environment that this class makes.</summary>
public static class PythonEnvironment
{
    private const string Command = "moto_server";
    private const StringSplitOptions Lines = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    /// <summary>Finds the command, installing local/requirements.txt into .cache/python first where there is none.</summary>
    /// <param name="repository">The repository's root.</param>
    /// <param name="searchPath">Folders to look in, as in the variable PATH.</param>
    /// <param name="progress">Told when something is installed.</param>
    /// <param name="cancellation">Ends the installation.</param>
    /// <returns>The command's full path.</returns>
    /// <exception cref="LocalException">There is no Python, or the installation failed.</exception>
    public static async Task<string> FindMotoServerAsync(
        string repository, string searchPath, TextWriter progress, CancellationToken cancellation)
    {
        var environment = Path.Combine(repository, ".cache", "python");
        var installed = Path.Combine(environment, "bin", Command);
        if ((OnPath(Command, searchPath) ?? (File.Exists(installed) ? installed : null)) is { } found)
        {
            return found;
        }

        var python = OnPath("python3", searchPath) ?? throw new LocalException(
            "Neither moto_server nor python3 is on the PATH; install Python 3.9 or later, or moto_server itself "
                + "(pip install 'moto[server]').");
        var requirements = Path.Combine(repository, "local", "requirements.txt");
        await progress.WriteLineAsync($"moto_server is not on the PATH: installing {requirements} into {environment}");
        await RunAsync(
            python,
            ["-m", "venv", environment],
            $"{python} could not make a virtual environment, for which Debian and Ubuntu have the package python3-venv",
            cancellation);
        await RunAsync(
            Path.Combine(environment, "bin", "python"),
            ["-m", "pip", "install", "--quiet", "-r", requirements],
            "pip could not install moto_server, for which it needs PyPI or what PIP_INDEX_URL names",
            cancellation);
        return installed;
    }

    private static string? OnPath(string command, string searchPath) => searchPath
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, command))
        .FirstOrDefault(File.Exists);

    private static async Task RunAsync(string command, string[] arguments, string problem, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new LocalException($"{command} could not be started.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = await process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0)
            {
                throw new LocalException(
                    $"{problem} ({Reason(error, await output)}); or install moto_server by hand (pip install 'moto[server]'), "
                        + "or name another emulator with --endpoint-url.");
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    // pip ends with its error, after a line for each attempt; venv begins with it, on the standard output.
    private static string Reason(string error, string output) =>
        error.Split('\n', Lines) is [.., var last] ? last
        : output.Split("\n\n", Lines) is [var first, ..] ? string.Join(' ', first.Split((char[]?)null, Lines)).TrimEnd('.')
        : "it does not say why";
}
