using Fanout.Stacks;

namespace Fanout.Tests;

/// <summary>What a user reads: README.md and the pages of docs/. Paths are from the root, with slashes.</summary>
internal static class Pages
{
    /// <summary>The page that is read first.</summary>
    public const string Readme = "README.md";

    /// <summary>The settings of a stack.</summary>
    public const string Settings = "docs/settings.md";

    /// <summary>What workflows cost.</summary>
    public const string Cost = "docs/cost.md";

    /// <summary>What to do about messages.</summary>
    public const string Troubleshooting = "docs/troubleshooting.md";

    /// <summary>Every page, the README first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Readme,
        .. Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "docs"), "*.md")
            .Select(path => $"docs/{Path.GetFileName(path)}").Order(StringComparer.Ordinal),
    ];

    /// <summary>The page of a workflow.</summary>
    public static string OfWorkflow(string workflow) => $"docs/{workflow}.md";

    /// <summary>A page's text.</summary>
    public static string Text(string page) => File.ReadAllText(Path.Combine(RepositoryPaths.Root, page));

    /// <summary>A section of a page, to the next heading of its level.</summary>
    /// <exception cref="InvalidOperationException">The page has no such section, or several.</exception>
    public static string Section(string page, string heading) => Text(page)
        .Split("\n## ").Single(section => section.StartsWith($"{heading}\n", StringComparison.Ordinal));
}
