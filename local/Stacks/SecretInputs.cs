using System.Text.Json.Nodes;

namespace Fanout.Local.Stacks;

/// <summary>
/// The inputs that the provider declares sensitive. Mocks receive secrets as plain values; whatever is shown of a
/// resource has a placeholder in their place.
/// </summary>
public static class SecretInputs
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Placeholder = "[secret]";

    // In paths, a list stands for each of its items.
    private static readonly Dictionary<string, string[]> Paths = new()
    {
        ["aws:cloudwatch/eventConnection:EventConnection"] =
        [
            "authParameters.apiKey.value",
            "authParameters.basic.password",
            "authParameters.oauth.clientParameters.clientSecret",
            "authParameters.oauth.oauthHttpParameters.bodies.value",
            "authParameters.oauth.oauthHttpParameters.headers.value",
            "authParameters.oauth.oauthHttpParameters.queryStrings.value",
            "authParameters.invocationHttpParameters.bodies.value",
            "authParameters.invocationHttpParameters.headers.value",
            "authParameters.invocationHttpParameters.queryStrings.value",
        ],
    };

    /// <summary>Puts the placeholder in the place of each secret.</summary>
    /// <param name="type">The resource's type token.</param>
    /// <param name="inputs">Its inputs, which are changed.</param>
    public static JsonObject Hide(string type, JsonObject inputs)
    {
        foreach (var path in Paths.GetValueOrDefault(type, []))
        {
            Hide(inputs, path.Split('.'));
        }
        return inputs;
    }

    private static void Hide(JsonNode? node, ReadOnlySpan<string> path)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                {
                    Hide(item, path);
                }
                break;
            case JsonObject members when path.Length == 1 && members[path[0]] is not null:
                members[path[0]] = Placeholder;
                break;
            case JsonObject members when path.Length > 1:
                Hide(members[path[0]], path[1..]);
                break;
        }
    }
}
