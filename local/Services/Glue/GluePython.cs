using System.ComponentModel;
using System.Diagnostics;
using Fanout.Stacks;

namespace Fanout.Local.Services.Glue;

/// <summary>Finds the Python that jobs run in: one that has boto3, as those of Glue do.</summary>
public static class GluePython
{
    private const string Probe = "import boto3, sys; print(sys.executable)";

    /// <summary>Looks where moto_server is, which needs boto3 itself, and on the PATH.</summary>
    /// <param name="searchPath">Folders to look in, as in the variable PATH.</param>
    /// <param name="progress">Told when moto_server is installed, because there is none.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The full path of the interpreter.</returns>
    /// <exception cref="LocalException">There is none.</exception>
    public static async Task<string> FindAsync(string searchPath, TextWriter progress, CancellationToken cancellation)
    {
        var moto = await PythonEnvironment.FindMotoServerAsync(RepositoryPaths.Root, searchPath, progress, cancellation);
        var candidates = await CandidatesAsync(moto, cancellation);
        foreach (var candidate in candidates)
        {
            if (await ProbeAsync(candidate, cancellation) is { } interpreter)
            {
                return interpreter;
            }
        }
        throw new LocalException(
            $"None of {string.Join(", ", candidates)} has boto3, which Glue jobs need; install it there (python3 -m pip install boto3).");
    }

    private static async Task<IReadOnlyList<string>> CandidatesAsync(string moto, CancellationToken cancellation)
    {
        using var reader = new StreamReader(moto);
        var firstLine = await reader.ReadLineAsync(cancellation) ?? "";
        var folder = Path.GetDirectoryName(moto)!;
        string[] beside = [Path.Combine(folder, "python3"), Path.Combine(folder, "python"), "python3"];
        // A script that pip installed names the interpreter that it was installed for.
        return firstLine.StartsWith("#!", StringComparison.Ordinal) && firstLine.Contains("python", StringComparison.Ordinal)
            ? [firstLine[2..].Trim(), .. beside]
            : beside;
    }

    private static async Task<string?> ProbeAsync(string candidate, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(candidate, ["-c", Probe])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await error;
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
