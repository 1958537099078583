using System.Collections.Concurrent;

namespace Fanout.Local.Services.States;

/// <summary>The state machines of an account, whoever made them.</summary>
public sealed class StateMachineStore
{
    private readonly ConcurrentDictionary<string, StoredMachine> _machines = new();
    private readonly Lock _monitor = new();

    /// <summary>All that are there, by their names.</summary>
    internal IEnumerable<StoredMachine> All => _machines.Values.OrderBy(machine => machine.Current.Name, StringComparer.Ordinal);

    /// <summary>Holds a state machine, in the place of what was there of that name.</summary>
    public void Deploy(StateMachineDeployment machine) => _machines[machine.Arn] = new StoredMachine(machine);

    /// <summary>A state machine or a version of one, or null where there is none with that ARN.</summary>
    public StateMachineDeployment? Find(string arn) => FindStored(arn)?.Current
        ?? FindStored(MachineOf(arn))?.Versions.Find(version => version.Arn == arn)?.Revision;

    /// <summary>A state machine or a version of one.</summary>
    /// <exception cref="LocalException">There is none with that ARN.</exception>
    public StateMachineDeployment Get(string arn) => Find(arn)
        ?? throw new LocalException($"No state machine {arn} is deployed; deployed are: {string.Join(", ", _machines.Keys)}.");

    /// <summary>What is kept of a state machine, or null where there is none with that ARN.</summary>
    internal StoredMachine? FindStored(string arn) => _machines.GetValueOrDefault(arn);

    /// <summary>Adds a state machine, unless there is one of that name.</summary>
    internal bool TryAdd(StoredMachine machine) => _machines.TryAdd(machine.Current.Arn, machine);

    /// <summary>Changes a state machine; null where there is none with that ARN.</summary>
    /// <param name="arn">Its ARN.</param>
    /// <param name="change">Gives what it becomes; what it throws leaves the machine as it is.</param>
    internal StoredMachine? Change(string arn, Func<StoredMachine, StoredMachine> change)
    {
        lock (_monitor)
        {
            return FindStored(arn) is { } machine ? _machines[arn] = change(machine) : null;
        }
    }

    /// <summary>Removes a state machine with its versions.</summary>
    internal void Remove(string arn) => _machines.TryRemove(arn, out _);

    /// <summary>The ARN of the machine that an ARN of a version belongs to.</summary>
    internal static string MachineOf(string arn) => arn.Split(':').Length > 7 ? arn[..arn.LastIndexOf(':')] : arn;
}
