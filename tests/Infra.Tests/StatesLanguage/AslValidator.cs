using System.Diagnostics;
using System.Reflection;

namespace Fanout.Tests.Infra.StatesLanguage;

/// <summary>The npm package asl-validator, a second opinion on definitions.</summary>
internal static class AslValidator
{
    private static readonly string Folder = Path.Combine(
        typeof(AslValidator).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        "tests",
        "asl-validator");

    private static readonly Lazy<Task> Installation = new(InstallAsync);

    /// <summary>What it finds wrong with a definition.</summary>
    public static async Task<string[]> ProblemsAsync(string definition)
    {
        await Installation.Value;
        var output = await RunAsync("node", ["validate.js"], definition);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(Folder, "package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
        {
            await TestContext.Progress.WriteLineAsync($"Installing the npm packages of {Folder} ...");
            await RunAsync("npm", ["ci"], input: "");
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
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
