using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.States;

/// <summary>The tags of state machines ("Tagging state machines and activities").</summary>
internal static class Tags
{
    private const int Most = 50;
    private const int LongestKey = 128;
    private const int LongestValue = 256;
    private const string Reserved = "aws:";

    /// <summary>The tags of a request; null where there are none.</summary>
    /// <exception cref="ServiceException">One is not valid.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>>? Of(RequestMembers arguments) =>
        arguments.Structures("tags") is { } tags ? [.. tags.Select(TagOf)] : null;

    /// <summary>A machine's tags and further ones.</summary>
    /// <exception cref="ServiceException">They are too many.</exception>
    public static ImmutableSortedDictionary<string, string> Merge(
        string arn, ImmutableSortedDictionary<string, string> present, IReadOnlyList<KeyValuePair<string, string>>? added)
    {
        var tags = added is null ? present : present.SetItems(added);
        return tags.Count <= Most ? tags : throw new ServiceException("TooManyTags", $"'{arn}' would have {tags.Count} tags; at most {Most} are allowed.");
    }

    /// <summary>Tags as ListTagsForResource gives them.</summary>
    public static JsonArray ToJson(ImmutableSortedDictionary<string, string> tags) =>
        [.. tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })];

    private static KeyValuePair<string, string> TagOf(RequestMembers tag)
    {
        var (key, value) = (tag.RequiredText("key", shortest: 1, longest: LongestKey), tag.Text("value", longest: LongestValue) ?? "");
        return key.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase) ? throw Refusals.NotValid($"The tag key '{key}' begins with '{Reserved}', which is reserved.")
            : key.Concat(value).All(IsAllowed) ? KeyValuePair.Create(key, value)
            : throw Refusals.NotValid($"The tag '{key}' may hold letters, digits, white space and _ . : / = + - @ only.");
    }

    private static bool IsAllowed(char character) =>
        char.IsLetterOrDigit(character) || char.IsWhiteSpace(character) || char.IsSurrogate(character) || "_.:/=+-@".Contains(character);
}
