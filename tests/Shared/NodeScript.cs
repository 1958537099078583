using System.Diagnostics;
using System.Reflection;

namespace Fanout.Tests;

/// <summary>A script in a folder of tests/ that checks a text with an npm package, which is installed where it is missing.</summary>
/// <param name="folder">The folder's name.</param>
/// <param name="script">The script's file: it reads the text from standard input and prints a problem a line.</param>
internal sealed class NodeScript(string folder, string script)
{
    private readonly string _folder = Path.Combine(
        typeof(NodeScript).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        "tests",
        folder);

    private Task? _installation;

    /// <summary>What the script finds wrong with a text.</summary>
    public async Task<string[]> ProblemsAsync(string text)
    {
        await LazyInitializer.EnsureInitialized(ref _installation, InstallAsync);
        var output = await RunAsync("node", [script], text);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(_folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(_folder, "package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
        {
            await TestContext.Progress.WriteLineAsync($"Installing the npm packages of {_folder} ...");
            await RunAsync("npm", ["ci"], input: "");
        }
    }

    private async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await error);
        return output;
    }
}
