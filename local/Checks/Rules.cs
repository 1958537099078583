namespace Fanout.Local.Checks;

/// <summary>All rules.</summary>
public static class Rules
{
    /// <summary>The rules as they are on a day.</summary>
    /// <param name="today">The day, which decides what is still supported.</param>
    public static IReadOnlyList<Rule> On(DateOnly today) =>
    [
        new PublicAccess(),
        new TlsOnly(),
        new Encryption(),
        new Expiry(),
        new Recovery(),
        new Deletion(),
        new ActionWildcards(),
        new ResourceWildcards(),
        new InlinePolicies(),
        new TrustedServices(),
        new FunctionRuntimes(today),
        new JobRuntimes(),
        new LogRetention(),
        new ExecutionLogs(),
        new FunctionSafety(),
        new HiddenSecrets(),
        new Tags(),
        new Names(),
        new NameForms(),
    ];

    /// <summary>Where a stack's resources break the rules; in the order of the rules.</summary>
    public static IReadOnlyList<Finding> Check(ResourceGraph graph, DateOnly today) =>
        [.. On(today).SelectMany(rule => rule.Check(graph))];
}
