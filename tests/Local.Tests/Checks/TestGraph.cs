using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Local.Checks;
using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Checks;

/// <summary>The resources of the repository's own stacks, to be changed by one thing.</summary>
internal static class TestGraph
{
    /// <summary>The graph of a stack of all workflows.</summary>
    public static async Task<ResourceGraph> OfAsync(string stack, params (string Key, string Value)[] settings)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, stack, CancellationToken.None);
        var values = new Dictionary<string, string>(config.Values);
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        config = config with { Values = values };
        return ResourceGraph.Of(config, await StackProgram.RunAsync(config, Task.FromResult, CancellationToken.None));
    }

    /// <summary>The graph with the inputs of one resource changed; null takes the resource out.</summary>
    public static ResourceGraph With(this ResourceGraph graph, string type, string name, Action<JsonObject>? change) => graph with
    {
        Resources =
        [
            .. graph.Resources.Select(resource => resource.Type == type && resource.Name == name ? Changed(resource, change) : resource)
                .OfType<StackResource>(),
        ],
    };

    private static StackResource? Changed(StackResource resource, Action<JsonObject>? change)
    {
        if (change is null)
        {
            return null;
        }

        // Parsed again, numbers are of any type.
        var inputs = JsonNode.Parse(resource.Inputs.ToJsonString())!.AsObject();
        change(inputs);
        return resource with { Inputs = JsonNode.Parse(inputs.ToJsonString())!.AsObject() };
    }

    /// <summary>Changes one statement of a policy, which is a text of JSON.</summary>
    public static Action<JsonObject> Statement(string input, string sid, Action<JsonObject> change) => inputs =>
    {
        var policy = JsonNode.Parse((string)inputs[input]!)!;
        change(policy["Statement"]!.AsArray().Single(statement => (string?)statement!["Sid"] == sid || sid == "")!.AsObject());
        inputs[input] = policy.ToJsonString();
    };
}
