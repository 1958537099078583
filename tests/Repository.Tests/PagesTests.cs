using System.Text;
using System.Text.RegularExpressions;
using Fanout.Stacks;

namespace Fanout.Tests.Repository;

public partial class PagesTests
{
    private const int MostLinesOfReadme = 150;

    // Every page of the repository but what tools have put there.
    private static readonly string[] Markdown =
    [
        .. Directory.EnumerateFiles(RepositoryPaths.Root, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(RepositoryPaths.Root, path).Replace('\\', '/'))
            .Where(path => !OfTools().IsMatch(path)),
    ];

    [Test]
    public void The_README_is_short_and_has_nothing_that_is_generated()
    {
        var readme = Pages.Text(Pages.Readme);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(readme.Split('\n'), Has.Length.LessThan(MostLinesOfReadme));
            Assert.That(readme, Does.Not.Contain("<!--"));
        }
    }

    [TestCaseSource(nameof(Markdown))]
    public void A_link_leads_to_a_page_and_a_heading(string page)
    {
        var folder = Path.GetDirectoryName(page)!;
        foreach (var target in Link().Matches(Code().Replace(Pages.Text(page), "")).Select(link => link.Groups["target"].Value))
        {
            var (path, anchor) = target.Split('#') is [var file, var heading] ? (file, heading) : (target, null);
            var full = Path.GetFullPath(Path.Combine(RepositoryPaths.Root, path.Length == 0 ? page : Path.Combine(folder, path)));
            Assert.That(File.Exists(full) || Directory.Exists(full), $"{page} links to {target}: there is no such file.");
            if (anchor is not null)
            {
                Assert.That(Anchors(File.ReadAllText(full)), Does.Contain(anchor), $"{page} links to {target}: there is no such heading.");
            }
        }
    }

    [Test]
    public void Every_page_is_reached_from_the_README()
    {
        var reached = new HashSet<string> { Pages.Readme };
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out var page))
        {
            foreach (var link in Link().Matches(Pages.Text(page)).Select(link => link.Groups["target"].Value.Split('#')[0]).Where(link => link.EndsWith(".md", StringComparison.Ordinal)))
            {
                var target = Path.GetRelativePath(RepositoryPaths.Root, Path.Combine(RepositoryPaths.Root, Path.GetDirectoryName(page)!, link)).Replace('\\', '/');
                if (reached.Add(target))
                {
                    next.Enqueue(target);
                }
            }
        }

        Assert.That(reached, Is.SupersetOf(Pages.All));
    }

    [Test]
    public void What_the_programs_say_of_a_page_is_there()
    {
        var mentions = new[] { ".github", "infra", "local", "samples", "stacks" }
            .SelectMany(part => Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, part), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".yml" && !OfTools().IsMatch(file))
            .SelectMany(file => Mention().Matches(File.ReadAllText(file)))
            .Select(mention => (Page: mention.Groups["page"].Value, Heading: mention.Groups["heading"].Value))
            .ToArray();

        Assert.That(mentions, Has.Length.GreaterThan(1).And.All.Matches<(string Page, string Heading)>(mention =>
            Pages.Text(mention.Page).Split('\n').Contains($"## {mention.Heading}")));
    }

    // As GitHub makes them of headings.
    private static IEnumerable<string> Anchors(string text) => Heading().Matches(Code().Replace(text, "")).Select(heading =>
        heading.Groups["text"].Value.Trim().ToLowerInvariant()
            .Aggregate(new StringBuilder(), (anchor, c) => c == ' ' ? anchor.Append('-') : char.IsLetterOrDigit(c) || c is '-' or '_' ? anchor.Append(c) : anchor)
            .ToString());

    [GeneratedRegex(@"(?:^|[\\/])(?:bin|obj|node_modules|artifacts|\.git)[\\/]")]
    private static partial Regex OfTools();

    [GeneratedRegex(@"\]\((?!https?://|mailto:)(?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<page>(?:docs/)?[\w-]+\.md), \\?""(?<heading>[^""\\]+)\\?""")]
    private static partial Regex Mention();
}
