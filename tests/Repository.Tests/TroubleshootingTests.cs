using System.Text.RegularExpressions;
using Fanout.Stacks;

namespace Fanout.Tests.Repository;

public partial class TroubleshootingTests
{
    private static readonly string[] Folders = ["functions", "glue", "infra", "local", "samples", "stacks"];

    private static readonly string Sources = string.Concat(Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, folder), "*.*", SearchOption.AllDirectories))
        .Where(path => Path.GetExtension(path) is ".cs" or ".py" && !Generated().IsMatch(path))
        .Select(File.ReadAllText));

    private static IEnumerable<string> Messages =>
        Row().Matches(Pages.Section(Pages.Troubleshooting, "What the program says")).Select(row => row.Groups["message"].Value);

    [TestCaseSource(nameof(Messages))]
    public void A_message_of_the_program_is_one_that_its_sources_have(string message) =>
        Assert.That(message.Split("..."), Is.All.Matches<string>(part => Sources.Contains(part!)), message);

    [Test]
    public void There_are_messages() => Assert.That(Messages.Count(), Is.GreaterThan(20));

    [GeneratedRegex(@"^\| `(?<message>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"[\\/](bin|obj|node_modules)[\\/]")]
    private static partial Regex Generated();
}
