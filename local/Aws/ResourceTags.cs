using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Fanout.Local.Aws;

/// <summary>The tags of a service's resources, by ARN.</summary>
internal sealed class ResourceTags
{
    private const int Most = 50;

    private readonly ConcurrentDictionary<string, ImmutableSortedDictionary<string, string>> _tags = new();

    /// <summary>The tags of a resource.</summary>
    public IReadOnlyDictionary<string, string> Of(string arn) => _tags.GetValueOrDefault(arn, None);

    /// <summary>The tags of a resource as an object.</summary>
    public JsonObject Map(string arn) => new(Of(arn).Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));

    /// <summary>The tags of a resource as a list of keys and values.</summary>
    public JsonArray List(string arn) => [.. Of(arn).Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })];

    /// <summary>Tags a resource, beside the tags that it has.</summary>
    /// <exception cref="LocalException">They are too many.</exception>
    public void Add(string arn, IEnumerable<KeyValuePair<string, string>> tags)
    {
        var all = _tags.GetValueOrDefault(arn, None).SetItems(tags);
        _tags[arn] = all.Count <= Most ? all : throw new LocalException($"{arn} would have {all.Count} tags; at most {Most} are allowed.");
    }

    /// <summary>Takes tags away from a resource.</summary>
    public void Remove(string arn, IEnumerable<string> keys) => _tags[arn] = _tags.GetValueOrDefault(arn, None).RemoveRange(keys);

    /// <summary>Forgets a resource that is no more.</summary>
    public void Forget(string arn) => _tags.TryRemove(arn, out _);

    /// <summary>The tags of a request that lists keys and values.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(ApiArguments arguments, string name = "Tags") =>
        arguments.Objects(name).Select(tag => KeyValuePair.Create(tag.Text("Key"), tag.OptionalText("Value") ?? ""));

    private static ImmutableSortedDictionary<string, string> None { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
