using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fanout.Local.Checks;

/// <summary>No secret stands where a preview, a log or a console shows it.</summary>
public sealed class HiddenSecrets() : Rule("hidden-secrets")
{
    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        var secrets = graph.Secrets.SelectMany(secret => new[] { secret, JsonEncodedText.Encode(secret).Value }).Distinct().ToArray();
        return
            from resource in graph.Resources
            from text in Texts(resource.Inputs, "")
            where secrets.Any(secret => text.Value.Contains(secret, StringComparison.Ordinal))
            select Broken(
                resource, $"{text.Path} holds a secret of the stack", "a reference to it", "hand it to an EventConnection, and to nothing else");
    }

    private static IEnumerable<(string Path, string Value)> Texts(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value, path == "" ? member.Key : $"{path}.{member.Key}")),
        JsonArray items => items.SelectMany((item, place) => Texts(item, $"{path}[{place}]")),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [(path, value.GetValue<string>())],
        _ => [],
    };
}
