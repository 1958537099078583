using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A map that is given to a resource; its values, and the map as a whole, may be outputs.</summary>
public sealed class InputMap<TValue>
    : Input<ImmutableDictionary<string, TValue>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>, IInput
{
    private Output<ImmutableDictionary<string, Input<TValue>>> _entries;

    /// <summary>An empty map.</summary>
    public InputMap()
        : this(Pulumi.Output.Create(ImmutableDictionary<string, Input<TValue>>.Empty))
    {
    }

    private InputMap(Output<ImmutableDictionary<string, Input<TValue>>> entries)
        : base(Resolve(entries))
        => _entries = entries;

    /// <summary>Adds an entry.</summary>
    /// <exception cref="ArgumentException">
    /// The key is there already, with another value; the deployment fails with it.
    /// </exception>
    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    /// <inheritdoc cref="this[string]"/>
    public void Add(string key, Input<TValue> value)
        => Entries = _entries.Apply(entries => entries.TryGetValue(key, out var existing)
            ? entries.SetItem(key, Pulumi.Output.Tuple(existing, value).Apply(both => SameOf(key, both)))
            : entries.Add(key, value));

    /// <summary>Adds the entries of another map.</summary>
    public void Add(InputMap<TValue> values) => AddRange(values);

    /// <inheritdoc cref="Add(InputMap{TValue})"/>
    public void AddRange(InputMap<TValue> values)
        => Entries = Pulumi.Output.Tuple(_entries, values._entries).Apply(both => both.Item1.AddRange(both.Item2));

    /// <summary>A new map with the entries of both; the second one's where both have the key.</summary>
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second)
        => new(Pulumi.Output.Tuple(first._entries, second._entries).Apply(both => both.Item1.SetItems(both.Item2)));

    /// <summary>The entries; none while the map is unknown.</summary>
    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(
        CancellationToken cancellationToken)
    {
        foreach (var entry in await Output.GetValueAsync(whenUnknown: ImmutableDictionary<string, TValue>.Empty))
        {
            yield return entry;
        }
    }

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException(
            $"An {nameof(InputMap<>)} cannot be enumerated synchronously. Use 'await foreach'.");

    IOutput IInput.ToParts() => _entries;

    private Output<ImmutableDictionary<string, Input<TValue>>> Entries
    {
        set
        {
            _entries = value;
            Output = Resolve(value);
        }
    }

    private static TValue SameOf(string key, (TValue First, TValue Second) values)
        => EqualityComparer<TValue>.Default.Equals(values.First, values.Second)
            ? values.First
            : throw new ArgumentException($"The map has the key '{key}' already, with a different value.");

    private static Output<ImmutableDictionary<string, TValue>> Resolve(
        Output<ImmutableDictionary<string, Input<TValue>>> entries)
        => entries.Apply(map => map is null
            ? Pulumi.Output.Create(default(ImmutableDictionary<string, TValue>)!)
            : Pulumi.Output.All(map.Select(entry => entry.Value.Apply(value => KeyValuePair.Create(entry.Key, value))))
                .Apply(resolved => resolved.ToImmutableDictionary()));

    /// <summary>A map of the same entries.</summary>
    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values)
        => Pulumi.Output.Create(values);

    /// <inheritdoc cref="op_Implicit(Dictionary{string, TValue})"/>
    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values)
        => Pulumi.Output.Create(values);

    /// <inheritdoc cref="op_Implicit(Dictionary{string, TValue})"/>
    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values)
        => values.Apply(ImmutableDictionary.CreateRange);

    /// <inheritdoc cref="op_Implicit(Dictionary{string, TValue})"/>
    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values)
        => values.Apply(ImmutableDictionary.CreateRange);

    /// <inheritdoc cref="op_Implicit(Dictionary{string, TValue})"/>
    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values)
        => new(values.Apply(map => map?.ToImmutableDictionary(entry => entry.Key, entry => (Input<TValue>)entry.Value)!));
}
