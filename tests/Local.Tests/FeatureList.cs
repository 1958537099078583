using System.Text.Json;
using System.Text.RegularExpressions;
using Fanout.Stacks;

namespace Fanout.Tests.Local;

/// <summary>A page of features: list items, ticked or not, each ticked one with the tests that show it in a comment.</summary>
internal static partial class FeatureList
{
    private static readonly string Tests = Path.Combine(RepositoryPaths.Root, "tests");

    /// <summary>What is wrong with a page, a sentence each.</summary>
    /// <param name="page">The page's text.</param>
    /// <param name="tests">The names of the tests that exist.</param>
    public static IEnumerable<string> Problems(string page, IReadOnlySet<string> tests)
    {
        foreach (var item in Items(page))
        {
            if (item.IsTicked && item.Tests.Count == 0)
            {
                yield return $"\"{item.Text}\" is ticked and names no test";
            }

            if (!item.IsTicked && item.Tests.Count > 0)
            {
                yield return $"\"{item.Text}\" is not ticked and names a test";
            }

            foreach (var test in item.Tests.Where(test => !tests.Contains(test)))
            {
                yield return $"\"{item.Text}\" names the test \"{test}\", which does not exist";
            }
        }
    }

    /// <summary>The items of a page.</summary>
    public static IEnumerable<Feature> Items(string page) =>
        from line in page.Split('\n')
        let item = Item().Match(line)
        where item.Success
        select new Feature(
            item.Groups["tick"].Value == "x",
            item.Groups["text"].Value,
            item.Groups["tests"].Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The tests that there are: <c>Class.Method</c>, and <c>file: case</c> of the corpus.</summary>
    public static IReadOnlySet<string> ExistingTests() => Directory.EnumerateFiles(Tests, "*.cs", SearchOption.AllDirectories)
        .Select(File.ReadAllText)
        .SelectMany(source => TestMethod().Matches(source).Select(method => $"{Class().Match(source).Groups[1].Value}.{method.Groups[1].Value}"))
        .Concat(
            from file in Directory.EnumerateFiles(Path.Combine(Tests, "Local.Tests", "StepFunctions", "Corpus"), "*.json")
            from item in JsonElement.Parse(File.ReadAllText(file)).EnumerateArray()
            select $"{Path.GetFileNameWithoutExtension(file)}: {item.GetProperty("case").GetString()}")
        .ToHashSet();

    [GeneratedRegex(@"^- \[(?<tick>[ x])\] (?<text>.*?)(?:\s*<!-- (?<tests>.*) -->)?\s*$")]
    private static partial Regex Item();

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex Class();

    // From an attribute that makes a test to the method, over further attributes.
    [GeneratedRegex(@"^ +\[Test(?:Case|CaseSource)?\b(?:(?!^    \})[\s\S])*?^    public (?:async )?(?:void|Task) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TestMethod();
}

/// <summary>An item of a page of features.</summary>
/// <param name="IsTicked">Whether it is there.</param>
/// <param name="Text">What it is.</param>
/// <param name="Tests">The tests that show it.</param>
internal sealed record Feature(bool IsTicked, string Text, IReadOnlyList<string> Tests);
