using System.Text.Json;

namespace Fanout.Infra.Settings;

/// <summary>What holds for the tags of a resource together ("Tag naming limits and requirements", Tagging AWS resources).</summary>
internal static class TagRules
{
    private const int MostTags = 50;

    // The provider's tags are those of the samples too, which are objects of S3 ("Categorizing your objects using tags").
    private const int MostTagsOfObject = 10;

    private static readonly string[] Own = ["project", "stack", "workflow"];

    /// <summary>Checks the tags of the settings beside the program's own.</summary>
    public static void Check(SettingsSection section, IReadOnlyDictionary<string, string> tags)
    {
        section.Require(
            tags.Count <= MostTags - Own.Length,
            "tags", $"an object of {tags.Count} tags",
            $"up to {MostTags - Own.Length}, for a resource takes {MostTags}, and {string.Join(", ", Own)} are the program's own");
        section.Require(
            Differ(Own.Concat(tags.Keys)),
            "tags", JsonSerializer.Serialize(tags),
            $"names that differ, in more than case, from each other and from the program's own, {string.Join(", ", Own)}");
    }

    /// <summary>Checks the tags that the provider adds to those of the settings, <c>aws:defaultTags</c>.</summary>
    public static void CheckDefaults(SettingsSection provider, IReadOnlyDictionary<string, string> tags)
    {
        var section = provider.Section("defaultTags", "Tags of every resource of the provider");
        var defaults = section.Texts("tags", TextRule.TagName, TextRule.TagValue, "The tags");
        if (defaults.Count == 0)
        {
            return;
        }

        var together = Own.Concat(tags.Keys).Union(defaults.Keys).ToArray();
        section.Require(
            defaults.Count <= MostTagsOfObject,
            "tags", $"an object of {defaults.Count} tags", $"up to {MostTagsOfObject}, as objects of S3 take");
        section.Require(
            together.Length <= MostTags,
            "tags", $"an object of {defaults.Count} tags",
            $"with those of the settings up to {MostTags - Own.Length}, for a resource takes {MostTags}, and {string.Join(", ", Own)} are the program's own");
        section.Require(
            Differ(together),
            "tags", JsonSerializer.Serialize(defaults),
            $"names that differ in more than case from each other, from the settings' and from the program's own, {string.Join(", ", Own)}");
    }

    // IAM takes names of tags for the same that differ in case only ("Tags for AWS IAM resources").
    private static bool Differ(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).All(same => same.Count() == 1);
}
