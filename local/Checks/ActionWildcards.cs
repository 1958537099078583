namespace Fanout.Local.Checks;

/// <summary>Policies allow actions by their names: no <c>*</c>, no <c>service:*</c>, and nothing but what is named.</summary>
public sealed class ActionWildcards() : Rule("action-wildcards")
{
    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph) =>
        from resource in graph.Resources
        from statement in PolicyStatement.Of(resource)
        where statement.Allows
        from action in statement.Json.ContainsKey("NotAction")
            ? ["all actions but some"]
            : statement.Actions.Where(action => action.IndexOfAny(['*', '?']) >= 0)
        select Broken(resource, $"{statement.Label} allows {action}", "actions by their names", "name those that are used");
}
