using System.Diagnostics;
using System.Text.Json;

namespace Fanout.Tests.Infra.StatesLanguage;

/// <summary>A second opinion on definitions: npm asl-validator, an independent reading of the Amazon States Language.</summary>
internal static class AslValidator
{
    private static readonly string Folder = Path.Combine(RepositoryRoot(), "tests", "asl-validator");

    private static readonly Lazy<Task> Installation = new(InstallAsync);

    /// <summary>What asl-validator finds wrong with a definition; nothing where it is right.</summary>
    /// <exception cref="InvalidOperationException">Node or npm is missing or failed.</exception>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(string definitionJson)
    {
        await Installation.Value;
        var output = await RunAsync("node", ["validate.js"], $"[{definitionJson}]");
        return JsonSerializer.Deserialize<string[][]>(output)!.Single();
    }

    private static async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(Folder, "package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= wanted.LastWriteTimeUtc)
        {
            return;
        }

        await TestContext.Progress.WriteLineAsync($"Installing the npm packages of {Folder} ...");
        await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"]);
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' in {Folder} failed: {await errors}");
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Fanout.slnx")))
        {
            folder = folder.Parent
                ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Fanout.slnx.");
        }

        return folder.FullName;
    }
}
