using Fanout.Stacks;

namespace Fanout.Tests.Repository;

public class OutputTests
{
    private string _output = "";

    [SetUp]
    public void MakeFolder() => _output = Directory.CreateTempSubdirectory("fanout-output-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_output, recursive: true);

    [Test]
    public async Task What_an_older_build_has_put_into_the_folders_that_are_deployed_is_removed()
    {
        string[] current = ["glue/consolidate.py", "samples/s3-high-throughput/note.json", "others/old.json"];
        foreach (var file in current.Concat(["glue/old.py", "samples/s3-high-throughput/old.json", "functions/Old.zip"]))
        {
            var path = Path.Combine(_output, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, "");
        }

        await Builds.RunAsync(
            "msbuild",
            Path.Combine(RepositoryPaths.Root, "offline", "Infra.Linked", "Infra.Linked.csproj"),
            "-t:GetCopyToOutputDirectoryItems",
            $"-p:OutDir={_output}/",
            "-v:q",
            "-nologo");

        Assert.That(
            Directory.EnumerateFiles(_output, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_output, path).Replace('\\', '/')),
            Is.EquivalentTo(current));
    }
}
