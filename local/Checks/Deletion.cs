using Fanout.Local.Stacks;

namespace Fanout.Local.Checks;

/// <summary>Prod keeps its stores, whoever deletes them; outside prod nothing is left behind, and deletion is waited for.</summary>
public sealed class Deletion() : Rule("deletion")
{
    // What the provider waits by itself (default of aws_sfn_state_machine), which a machine that runs something outlasts.
    private static readonly TimeSpan ProvidersPatience = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        var (isProd, forceDestroy) = (graph.IsProd, graph.Settings.ForceDestroy);
        var where = isProd ? "in prod" : "outside prod";
        var tables = graph.OfType(AwsType.Table).ToArray();
        var buckets = graph.OfType(AwsType.Bucket).ToArray();
        return
        [
            .. tables.Concat(buckets).Where(store => store.Protect != isProd).Select(store => Broken(
                store,
                $"Pulumi {(store.Protect ? "protects it" : "does not protect it")} {where}",
                $"Protect = {Word(isProd)}",
                "let it follow the setting environment")),
            .. Unlike(tables, "deletionProtectionEnabled", isProd, where, "let it follow the setting environment"),
            .. Unlike(
                [.. buckets, .. graph.OfType(AwsType.Workgroup)], "forceDestroy", forceDestroy,
                $"where the setting forceDestroy is {Word(forceDestroy)}", "let it follow the setting"),
            .. graph.OfType(AwsType.StateMachine).Where(machine => machine.LongestDeletion is null || machine.LongestDeletion <= ProvidersPatience)
                .Select(machine => Broken(
                    machine, "Pulumi waits five minutes for its deletion", "CustomTimeouts.Delete of more", "make it a LoggedStateMachine")),
            .. Unlike(graph.OfType(AwsType.LogGroup), "skipDestroy", false, "everywhere", "leave it out"),
        ];
    }

    private IEnumerable<Finding> Unlike(
        IEnumerable<StackResource> resources, string input, bool expected, string where, string remedy) => resources
        .Where(resource => resource.Flag(input) != expected)
        .Select(resource => Broken(resource, resource.Shown(input), $"{Word(expected)} {where}", remedy));

    private static string Word(bool value) => value ? "true" : "false";
}
