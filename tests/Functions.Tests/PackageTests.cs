using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;

namespace Fanout.Tests.Functions;

public class PackageTests
{
    private static readonly string Repository = typeof(PackageTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("fanout-packages-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Building_twice_in_two_places_and_configurations_gives_the_same_bytes()
    {
        var first = await BuildAsync("MeterAnalytics", "first", "Debug");
        var second = await BuildAsync("MeterAnalytics", "second/deeper", "Release");

        Assert.That(second, Is.EqualTo(first));
    }

    [TestCase("ParallelMap", new string[0])]
    [TestCase("MeterAnalytics", new[] { "Common.dll" })]
    [TestCase("SensorAnalytics", new[] { "Common.dll" })]
    public async Task The_package_holds_what_the_managed_runtime_needs(string function, string[] shared)
    {
        using var zip = new ZipArchive(new MemoryStream(await BuildAsync(function, "only", "Debug")));

        Assert.That(
            zip.Entries.Select(entry => entry.FullName),
            Is.EqualTo([.. shared, $"{function}.deps.json", $"{function}.dll", $"{function}.runtimeconfig.json"]));
    }

    private async Task<byte[]> BuildAsync(string function, string place, string configuration)
    {
        var root = Path.Combine(_folder, place);
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig" })
        {
            Copy(file, root);
        }

        var functions = Path.Combine(Repository, "functions");
        foreach (var path in Directory.EnumerateFiles(functions, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Repository, path);
            if (!relative.Split('/', '\\').Any(part => part is "bin" or "obj"))
            {
                Copy(relative, root);
            }
        }

        using var build = Process.Start(new ProcessStartInfo(
            "dotnet", ["build", Path.Combine(root, "functions", function), "-c", configuration, "-v", "q", "--nologo"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.That(build.ExitCode, Is.Zero, output);
        return await File.ReadAllBytesAsync(Path.Combine(root, "artifacts", "functions", $"{function}.zip"));
    }

    private static void Copy(string relative, string root)
    {
        var target = Path.Combine(root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(Repository, relative), target);
    }
}
