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

    [TestCase("ParallelMap")]
    [TestCase("MeterAnalytics", "AWSSDK.S3.dll", "AWSSDK.SQS.dll", "Common.dll", "AWSSDK.Core.dll", "AWSSDK.DynamoDBv2.dll", "AWSSDK.Extensions.Numerics.dll", "System.IO.Hashing.dll")]
    [TestCase("SensorAnalytics", "Common.dll", "AWSSDK.Core.dll", "AWSSDK.DynamoDBv2.dll", "AWSSDK.Extensions.Numerics.dll", "System.IO.Hashing.dll")]
    public async Task The_package_is_small_and_holds_what_the_managed_runtime_needs(string function, params string[] libraries)
    {
        var package = await BuildAsync(function, "only", "Debug");
        using var zip = new ZipArchive(new MemoryStream(package));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                zip.Entries.Select(entry => entry.FullName),
                Is.EquivalentTo([.. libraries, $"{function}.deps.json", $"{function}.dll", $"{function}.runtimeconfig.json"]));
            Assert.That(package, Has.Length.LessThan(3_000_000));
        }
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

        await Builds.RunAsync("build", Path.Combine(root, "functions", function), "-c", configuration, "-v", "q", "--nologo");
        return await File.ReadAllBytesAsync(Path.Combine(root, "artifacts", "functions", $"{function}.zip"));
    }

    private static void Copy(string relative, string root)
    {
        var target = Path.Combine(root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(Repository, relative), target);
    }
}
