using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Fanout.Stacks;

namespace Fanout.Local.Jsonata;

/// <summary>Finds Node, and installs the npm package of the engine where it is missing.</summary>
internal static class EngineInstaller
{
    /// <summary>The oldest Node that the engine runs on.</summary>
    public const int OldestNode = 20;

    /// <summary>Starts the engine, after installing its npm package where it is missing.</summary>
    /// <param name="node">The Node program.</param>
    /// <param name="log">Gets a line where something is installed.</param>
    /// <param name="cancellation">Stops the installation.</param>
    /// <exception cref="EngineException">Node or npm is missing, too old, or failed.</exception>
    public static async Task<Process> StartAsync(string node, TextWriter log, CancellationToken cancellation)
    {
        await CheckNodeAsync(node, cancellation);
        await InstallPackagesAsync(RepositoryPaths.Engines, log, cancellation);
        return Process.Start(new ProcessStartInfo(node, [Path.Combine(RepositoryPaths.Engines, "jsonata.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Checks the version of Node.</summary>
    /// <exception cref="EngineException">Node is missing or too old.</exception>
    public static async Task CheckNodeAsync(string node, CancellationToken cancellation)
    {
        var (exit, output) = await RunAsync(node, ["--version"], RepositoryPaths.Engines, cancellation);
        var version = output.Trim();
        if (exit != 0 || !int.TryParse(version.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture, out var major))
        {
            throw new EngineException(
                $"'{node} --version' answered '{version}'; Node {OldestNode} or newer is needed to evaluate JSONata.");
        }
        if (major < OldestNode)
        {
            throw new EngineException($"Node {version} is too old to evaluate JSONata: install Node {OldestNode} or newer.");
        }
    }

    /// <summary>Runs <c>npm ci</c> where the packages are missing or older than the lock file.</summary>
    /// <exception cref="EngineException">npm is missing or failed.</exception>
    public static async Task InstallPackagesAsync(string folder, TextWriter log, CancellationToken cancellation)
    {
        if (IsInstalled(folder))
        {
            return;
        }
        using var turn = await WaitForTurnAsync(folder, cancellation);
        if (IsInstalled(folder))
        {
            return;
        }
        await log.WriteLineAsync($"Installing the npm packages of {folder} ...");
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var (exit, output) = await RunAsync(npm, ["ci", "--no-audit", "--no-fund"], folder, cancellation);
        if (exit != 0)
        {
            throw new EngineException($"'npm ci' in {folder} ended with exit code {exit}: {output.Trim()}");
        }
    }

    private static bool IsInstalled(string folder)
    {
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(folder, "package-lock.json"));
        return installed.Exists && installed.LastWriteTimeUtc >= wanted.LastWriteTimeUtc;
    }

    /// <summary>Two programs that start at the same time must not both write node_modules.</summary>
    private static async Task<FileStream> WaitForTurnAsync(string folder, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(
                    Path.Combine(folder, ".install.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None,
                    bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
            }
        }
    }

    private static async Task<(int Exit, string Output)> RunAsync(
        string program, string[] arguments, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                var error = process.StandardError.ReadToEndAsync(cancellation);
                var output = await process.StandardOutput.ReadToEndAsync(cancellation);
                await process.WaitForExitAsync(cancellation);
                return (process.ExitCode, output + await error);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception exception)
        {
            throw new EngineException(
                $"'{program}' was not found: install Node {OldestNode} or newer, which brings npm, and put both on the PATH.",
                exception);
        }
    }
}
