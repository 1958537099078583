using System.Collections.Concurrent;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam;

/// <summary>How often each permission allowed a request; safe for any thread.</summary>
public sealed class PermissionUsage
{
    private readonly ConcurrentDictionary<Permission, long> _counts = new();

    /// <summary>The permissions that were used, with how often.</summary>
    public IReadOnlyDictionary<Permission, long> Counts => _counts;

    /// <summary>The actions and resources of statements that were not used.</summary>
    /// <param name="statements">The statements, of identity policies.</param>
    public IEnumerable<UnusedPermission> Unused(IEnumerable<PolicyStatement> statements)
    {
        var used = _counts.Keys.ToLookup(permission => (permission.Owner, permission.Policy, permission.Number));
        return statements.Where(statement => !statement.Denies).SelectMany(statement =>
            Unused(statement, [.. used[(statement.Owner, statement.Policy, statement.Number)]]));
    }

    internal void Add(Permission permission) => _counts.AddOrUpdate(permission, 1, (_, count) => count + 1);

    private static IEnumerable<UnusedPermission> Unused(PolicyStatement statement, Permission[] used)
    {
        var actions = statement.Actions.Texts.Except(used.Select(permission => permission.Action))
            .Select(action => Part(statement, action, null));

        // A statement that was not used at all is told of by its actions alone.
        var resources = used.Length == 0
            ? []
            : statement.Resources!.Texts.Except(used.Select(permission => permission.Resource))
                .Select(resource => Part(statement, null, resource));
        return actions.Concat(resources);
    }

    private static UnusedPermission Part(PolicyStatement statement, string? action, string? resource) =>
        new(statement.Owner, statement.Policy, statement.Number, statement.Sid, action, resource);
}
