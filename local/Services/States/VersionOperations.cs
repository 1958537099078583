using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.States;

/// <summary>Publishes, deletes and shows versions of state machines; aliases of them there are none.</summary>
/// <param name="store">The state machines.</param>
internal sealed class VersionOperations(StateMachineStore store)
{
    private const int LongestArn = 2_000;
    private const int LongestDescription = 256;

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("PublishStateMachineVersion", PublishAsync),
        new("DeleteStateMachineVersion", DeleteAsync),
        new("ListStateMachineVersions", ListAsync),
        new("ListStateMachineAliases", ListAliasesAsync),
    ];

    private Task<JsonObject> PublishAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.Machine(arguments);
        var description = arguments.Text("description", longest: LongestDescription);
        var revision = arguments.Text("revisionId");
        var stored = store.Change(arn, machine =>
            machine.IsBeingDeleted ? throw Refusals.MachineDeleting(arn)
            : revision is not null && revision != machine.Current.RevisionId ? throw new ServiceException(
                "ConflictException",
                $"Failed to publish the State Machine version for revision {revision}. The current State Machine revision is {machine.Current.RevisionId ?? "INITIAL"}.",
                409)
            : machine.Published(description, DateTimeOffset.UtcNow)) ?? throw Refusals.NoMachine(arn);
        return Task.FromResult(ItemOf(stored.CurrentVersion!));
    }

    private Task<JsonObject> DeleteAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arn = Arns.Machine(Arguments.Of(call), "stateMachineVersionArn", LongestArn);
        var machine = StateMachineStore.MachineOf(arn);
        if (machine == arn)
        {
            throw Refusals.NotValid($"'{arn}' names no version.");
        }

        // What is not there need not be deleted.
        store.Change(machine, stored => stored with { Versions = stored.Versions.RemoveAll(version => version.Arn == arn) });
        return Task.FromResult(new JsonObject());
    }

    private Task<JsonObject> ListAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.Machine(arguments);
        // One that does not exist has none.
        var versions = store.FindStored(arn)?.Versions ?? [];
        return Task.FromResult(Page.Of(
            "stateMachineVersions", versions.Reverse(), version => version.Arn, ItemOf, arguments, $"versions {arn}"));
    }

    private Task<JsonObject> ListAliasesAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.Machine(arguments);
        return store.Find(arn) is null
            ? throw Refusals.NoMachine(arn)
            : Task.FromResult(Page.Of<JsonObject>("stateMachineAliases", [], _ => "", alias => alias, arguments, $"aliases {arn}"));
    }

    private static JsonObject ItemOf(StateMachineVersion version) =>
        new() { ["stateMachineVersionArn"] = version.Arn, ["creationDate"] = Epoch.Seconds(version.CreationDate) };
}
