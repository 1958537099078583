using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Logs;

/// <summary>The operations on tags, by a group's ARN or, as they were before, by its name.</summary>
/// <param name="names">How log groups are named.</param>
internal sealed class TagOperations(LogNames names)
{
    private const string Arn = "resourceArn";
    private const int Most = 50;
    private const int LongestKey = 128;
    private const int LongestValue = 256;

    public JsonObject List(RequestMembers request) => new()
    {
        ["tags"] = new JsonObject(Group(request).Tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))),
    };

    public JsonObject Tag(RequestMembers request)
    {
        var group = Group(request);
        group.Tags = Checked(group.Tags.SetItems(request.Map("tags") ?? throw request.Missing("tags")));
        return [];
    }

    public JsonObject Untag(RequestMembers request)
    {
        var group = Group(request);
        group.Tags = group.Tags.RemoveRange(
            request.Texts("tagKeys") ?? request.Texts("tags") ?? throw request.Missing("tagKeys"));
        return [];
    }

    /// <summary>Tags as a resource may have them.</summary>
    /// <exception cref="ServiceException">It may not.</exception>
    public static ImmutableSortedDictionary<string, string> Checked(IEnumerable<KeyValuePair<string, string>> tags)
    {
        var all = tags.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return all.Count > Most ? throw new ServiceException("TooManyTagsException", $"A resource can have at most {Most} tags; these are {all.Count}.")
            : all.FirstOrDefault(tag => tag.Key.Length is 0 or > LongestKey || tag.Value.Length > LongestValue) is { Key: { } key }
                ? throw new ServiceException(LogNames.Invalid, $"The tag \"{key}\" is too long, or has no name; allowed: names of 1 to {LongestKey} and values of at most {LongestValue} characters.")
            : all;
    }

    private LogGroup Group(RequestMembers request) => names.GroupIn(request, Arn);
}
