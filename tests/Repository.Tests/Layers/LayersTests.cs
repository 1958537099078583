namespace Fanout.Tests.Repository.Layers;

/// <summary>The local cloud is built in layers: each uses those below it alone, and no namespace is part of a circle.</summary>
internal sealed class LayersTests
{
    private const string Root = "Fanout.Local";

    // From the lowest to the highest; of the services none uses another, but for those that stand below them.
    private static readonly string[] Layers =
    [
        "", "Jsonata", "StepFunctions", "Aws", "Cost", "Iam", "Services.Logs", "Services.Glue", "Services.*", "Cloud", "Integrations", "Stacks",
        "Checks", "Diagrams", "Runs", "WebConsole", "Cli",
    ];

    // A state holds states, a Map State a machine, and a machine's execution runs them: one thing in several folders.
    private const string Recursive = "StepFunctions";

    private static readonly NamespaceGraph Graph =
        NamespaceGraph.Of(Path.Combine(AppContext.BaseDirectory, $"{Root}.dll"));

    [Test]
    public void A_layer_uses_those_below_it()
    {
        var upwards =
            from use in Graph.Uses.Where(use => IsOurs(use.Key.From) && IsOurs(use.Key.To))
            let user = LayerOf(use.Key.From)
            let used = LayerOf(use.Key.To)
            where user != used && IndexOf(used) >= IndexOf(user)
            select $"{use.Key.From} -> {use.Key.To}: {string.Join(", ", use.Value)}";

        Assert.That(upwards, Is.Empty);
    }

    [Test]
    public void No_namespaces_use_each_other_in_a_circle()
    {
        var uses = Graph.Uses.Keys
            .Where(use => IsOurs(use.From) && IsOurs(use.To) && LayerOf(use.From) != Recursive)
            .ToLookup(use => use.From, use => use.To);

        var circles = uses
            .Where(user => Reachable(uses, user.Key).Contains(user.Key))
            .Select(user => $"{user.Key}: {string.Join(", ", user.Where(used => Reachable(uses, used).Contains(user.Key)).SelectMany(used => Graph.Uses[(user.Key, used)]))}");

        Assert.That(circles, Is.Empty);
    }

    [Test]
    public void The_graph_knows_uses_in_code_and_in_signatures()
    {
        Assert.That(Graph.Uses, Does.ContainKey(("Fanout.Local.Cloud", "Fanout.Local.Aws")));
        Assert.That(Graph.Uses[("Fanout.Local.Iam.Requests", "Fanout.Local.Aws")], Does.Contain("RequestAuthorizer uses AwsRequest"));
        Assert.That(Graph.Uses.Count, Is.GreaterThan(50));
    }

    private static bool IsOurs(string name) => name == Root || name.StartsWith($"{Root}.", StringComparison.Ordinal);

    // Where one can come to from a namespace in one step or more.
    private static HashSet<string> Reachable(ILookup<string, string> uses, string from)
    {
        var reached = new HashSet<string>();
        var next = new Stack<string>(uses[from]);
        while (next.TryPop(out var name))
        {
            if (reached.Add(name))
            {
                foreach (var further in uses[name])
                {
                    next.Push(further);
                }
            }
        }

        return reached;
    }

    private static string LayerOf(string name)
    {
        var parts = name == Root ? [] : name[(Root.Length + 1)..].Split('.');
        return parts is ["Services", ..] ? string.Join('.', parts.Take(2)) : parts.FirstOrDefault("");
    }

    private static int IndexOf(string layer)
    {
        var index = Array.IndexOf(Layers, layer);
        index = index < 0 && layer.StartsWith("Services.", StringComparison.Ordinal) ? Array.IndexOf(Layers, "Services.*") : index;
        return index >= 0 ? index : throw new ArgumentException($"{Root}.{layer} is no layer: it belongs into one of those in {nameof(LayersTests)}.");
    }
}
