using System.Diagnostics;

namespace Fanout.Tests.Offline;

/// <summary>Needs Node.js 20.11 or later, and npm for the first run.</summary>
public sealed class GeneratorTests
{
    private static readonly string Root = FindRoot();
    private static readonly string Generator = Path.Combine(Root, "offline", "generate");

    [OneTimeSetUp]
    public async Task InstallAsync()
    {
        if (!Directory.Exists(Path.Combine(Generator, "node_modules", "@pulumi", "aws")))
        {
            await TestContext.Progress.WriteLineAsync("Installing the generator's npm packages (about 110 MB) ...");
            var (exitCode, output) = await RunAsync("npm", "ci");
            Assert.That(exitCode, Is.Zero, output);
        }
    }

    [Test]
    public async Task The_committed_resources_are_what_the_declarations_give()
    {
        var folder = Directory.CreateTempSubdirectory("generate-").FullName;
        try
        {
            var (exitCode, output) = await RunAsync("node", "index.js", folder);
            Assert.That(exitCode, Is.Zero, output);

            var expected = Read(folder);
            var committed = Read(Path.Combine(Root, "offline", "Pulumi.Aws"));
            Assert.That(committed.Keys, Is.EquivalentTo(expected.Keys));
            Assert.That(
                expected.Where(file => committed[file.Key] != file.Value).Select(file => file.Key), Is.Empty,
                "Run: node offline/generate/index.js");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Check_names_the_files_that_differ_and_fails()
    {
        var folder = Directory.CreateTempSubdirectory("generate-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "Stale.cs"), "// from an earlier version");

            var (exitCode, output) = await RunAsync("node", "index.js", "--check", folder);

            Assert.That(exitCode, Is.EqualTo(1));
            Assert.That(output, Does.Contain("Stale.cs is not what").And.Contain("S3/Bucket.cs is not what"));
            Assert.That(Read(folder).Keys, Is.EqualTo(new[] { "Stale.cs" }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("aws:s3/bucket", "'aws:s3/bucket' is no resource token; it has the form aws:module/file:Name.")]
    [TestCase("aws:s3/bukket:Bukket", "has no s3/bukket.d.ts; is the token right?")]
    [TestCase("aws:s3/bucket:Bukket", "s3/bucket declares no class Bukket.")]
    [TestCase("aws:ec2/vpc:Vpc", "names.js has no C# namespace for the module 'ec2'; add it.")]
    public async Task A_token_that_cannot_be_generated_is_refused(string token, string message)
    {
        var (exitCode, output) = await RunAsync(
            "node", "--input-type=module", "--eval",
            $"import {{ generate }} from './lib/generate.js'; generate({{ resources: ['{token}'], functions: [] }});");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain(message));
    }

    private static Dictionary<string, string> Read(string folder)
        => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .Where(file => !file.Name.StartsWith("bin/", StringComparison.Ordinal)
                && !file.Name.StartsWith("obj/", StringComparison.Ordinal))
            .ToDictionary(file => file.Name, file => File.ReadAllText(file.Path).ReplaceLineEndings("\n"));

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Generator,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (OperatingSystem.IsWindows() && program == "npm")
        {
            start.FileName = "npm.cmd";
        }

        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "offline", "generate")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new DirectoryNotFoundException("offline/generate was not found above the test's folder.");
    }
}
