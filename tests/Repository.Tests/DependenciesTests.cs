using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fanout.Stacks;

namespace Fanout.Tests.Repository;

public partial class DependenciesTests
{
    private static readonly string Architecture = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "ARCHITECTURE.md"));

    [Test]
    public void Every_dependency_has_a_reason()
    {
        string[] dependencies = [.. NuGetPackages(), .. NpmPackages(), .. PythonPackages(), .. GitHubActions()];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(dependencies, Is.SupersetOf(new[] { "Spectre.Console", "jsonata", "moto", "pulumi/actions" }));
            Assert.That(dependencies.Distinct().Where(name => !Reasons("| dependency |").Contains(name)), Is.Empty);
        }
    }

    [Test]
    public void Every_reason_is_for_a_dependency() => Assert.That(
        Reasons("| dependency |"), Is.SubsetOf(new[] { NuGetPackages(), NpmPackages(), PythonPackages(), GitHubActions() }.SelectMany(names => names)));

    [Test]
    public void What_is_said_not_to_be_used_is_not() => Assert.That(
        Reasons("| not used |"), Is.Not.Empty.And.None.AnyOf(NuGetPackages().Cast<object>().ToArray()));

    // The names in the first column of the table that begins so.
    private static string[] Reasons(string header) =>
    [
        .. Architecture.Split('\n')
            .SkipWhile(line => !line.StartsWith(header, StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .SelectMany(line => Name().Matches(line.Split('|')[1]))
            .Select(name => name.Groups[1].Value),
    ];

    private static IEnumerable<string> NuGetPackages() =>
        XDocument.Load(Path.Combine(RepositoryPaths.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value);

    private static IEnumerable<string> NpmPackages() =>
        from file in Files("package.json")
        let package = JsonElement.Parse(File.ReadAllText(file))
        from kind in (string[])["dependencies", "devDependencies"]
        where package.TryGetProperty(kind, out _)
        from dependency in package.GetProperty(kind).EnumerateObject()
        select dependency.Name;

    private static IEnumerable<string> PythonPackages() =>
        from file in Files("requirements*.txt")
        from line in File.ReadLines(file)
        let package = Requirement().Match(line)
        where package.Success
        select package.Value;

    private static IEnumerable<string> GitHubActions() =>
        from file in Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, ".github"), "*.yml", SearchOption.AllDirectories)
        from action in Action().Matches(File.ReadAllText(file))
        select action.Groups[1].Value;

    // Of the repository itself: not what packages bring, nor what builds make.
    private static IEnumerable<string> Files(string pattern) => Directory
        .EnumerateFiles(RepositoryPaths.Root, pattern, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
        .Where(path => !Path.GetRelativePath(RepositoryPaths.Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "node_modules" or "bin" or "obj"));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z0-9._-]+")]
    private static partial Regex Requirement();

    [GeneratedRegex(@"uses:\s*([\w.-]+/[\w.-]+)@")]
    private static partial Regex Action();
}
