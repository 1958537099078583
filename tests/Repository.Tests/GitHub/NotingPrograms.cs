using System.Diagnostics;
using System.Runtime.Versioning;

namespace Fanout.Tests.Repository.GitHub;

/// <summary>A folder of programs that stand in front of those of the same names, and only note what they are asked.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class NotingPrograms : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fanout-").FullName;

    /// <summary>What was noted, a line for each question; programs find its file in <c>NOTES</c>.</summary>
    public Task<string[]> NotesAsync() => File.ReadAllLinesAsync(PathOf("notes"));

    /// <summary>Where a program is.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Adds a program.</summary>
    public async Task AddAsync(string name, string script)
    {
        await File.WriteAllTextAsync(PathOf(name), script);
        File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a command to its end, which finds these programs first.</summary>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="stack">The stack, for those that are told.</param>
    /// <returns>What it wrote, the errors last.</returns>
    public async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> command, string stack = "")
    {
        using var process = Process.Start(new ProcessStartInfo(command.First(), command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["STACK"] = stack,
                ["NOTES"] = PathOf("notes"),
                ["TMPDIR"] = _folder,
                ["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}",
            },
        })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
