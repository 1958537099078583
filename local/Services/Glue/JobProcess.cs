using System.Diagnostics;
using Fanout.Local.Aws;
using Fanout.Local.Services.Logs;
using Fanout.Stacks;

namespace Fanout.Local.Services.Glue;

/// <summary>The Python process of a run.</summary>
internal static class JobProcess
{
    // What a process needs to start; the rest of this process's variables is none of its business.
    // With the clock of another day, where this program has one: requests are signed with their time.
    private static readonly string[] Inherited = ["PATH", "HOME", "TZ", "LD_PRELOAD", "FAKETIME", "FAKETIME_SHARED"];

    private static readonly string Runtime = Path.Combine(RepositoryPaths.Root, "local", "Services", "Glue", "runtime");

    /// <summary>The variables by which a script's SDK finds its region, its endpoint and its role's credentials.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(string region, Uri endpoint, AwsCredentials credentials) =>
    [
        new("AWS_REGION", region),
        new("AWS_DEFAULT_REGION", region),
        new("AWS_ENDPOINT_URL", endpoint.AbsoluteUri),
        .. credentials.Variables(),
    ];

    /// <summary>Runs a script to its end.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="folder">The folder that holds the script and is the run's own.</param>
    /// <param name="script">The script's path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">The variables of its environment.</param>
    /// <param name="logs">Where its output goes.</param>
    /// <param name="logGroup">What its log groups begin with.</param>
    /// <param name="logStream">Its log stream in each of them.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <returns>Why it failed; null where it did not.</returns>
    public static async Task<string?> RunAsync(
        string python,
        string folder,
        string script,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>> variables,
        LogGroups logs,
        string logGroup,
        string logStream,
        CancellationToken cancellation)
    {
        var errorFile = Path.Combine(folder, "error-message");
        var start = PythonProcess.Start(
            python, [Path.Combine(Runtime, "run_script.py"), errorFile, script, .. arguments], Inherited, Runtime);
        start.WorkingDirectory = folder;
        start.Environment["TMPDIR"] = folder;
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Log("output", line.Data);
        process.ErrorDataReceived += (_, line) => Log("error", line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        if (process.ExitCode == 0)
        {
            return null;
        }
        return File.Exists(errorFile)
            ? await File.ReadAllTextAsync(errorFile, cancellation)
            : $"Command failed with exit code {process.ExitCode}";

        void Log(string stream, string? line)
        {
            if (line is not null)
            {
                logs.Write($"{logGroup}/{stream}", logStream, line);
            }
        }
    }
}
