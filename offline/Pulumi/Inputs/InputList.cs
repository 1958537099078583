using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A list that is given to a resource; its elements, and the list as a whole, may be outputs.</summary>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>, IInput
{
    private Output<ImmutableArray<Input<T>>> _elements;

    /// <summary>An empty list.</summary>
    public InputList()
        : this(Pulumi.Output.Create(ImmutableArray<Input<T>>.Empty))
    {
    }

    private InputList(Output<ImmutableArray<Input<T>>> elements)
        : base(Resolve(elements))
        => _elements = elements;

    /// <summary>Adds elements at the end.</summary>
    public void Add(params Input<T>[] inputs) => AddRange(inputs);

    /// <summary>Adds the elements of another list at the end.</summary>
    public void Add(InputList<T> inputs) => AddRange(inputs);

    /// <inheritdoc cref="Add(InputList{T})"/>
    public void AddRange(InputList<T> inputs)
    {
        _elements = Concat(inputs)._elements;
        Output = Resolve(_elements);
    }

    /// <summary>A new list with the elements of both.</summary>
    public InputList<T> Concat(InputList<T> other)
        => new(Pulumi.Output.Tuple(_elements, other._elements).Apply(both => both.Item1.AddRange(both.Item2)));

    /// <summary>The elements; none while the list is unknown.</summary>
    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var value in await Output.GetValueAsync(whenUnknown: []))
        {
            yield return value;
        }
    }

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException(
            $"An {nameof(InputList<>)} cannot be enumerated synchronously. Use 'await foreach'.");

    IOutput IInput.ToParts() => _elements;

    internal InputList<T> Clone() => new(_elements);

    private static InputList<T> From(IEnumerable<Input<T>> values)
        => new(Pulumi.Output.Create(ImmutableArray.CreateRange(values)));

    private static Output<ImmutableArray<T>> Resolve(Output<ImmutableArray<Input<T>>> elements)
        => elements.Apply(list => list.IsDefault
            ? Pulumi.Output.Create(default(ImmutableArray<T>))
            : Pulumi.Output.All(list));

    /// <summary>A list of one element.</summary>
    public static implicit operator InputList<T>(T value) => From([value]);

    /// <inheritdoc cref="op_Implicit(T)"/>
    public static implicit operator InputList<T>(Output<T> value) => From([value]);

    /// <inheritdoc cref="op_Implicit(T)"/>
    public static implicit operator InputList<T>(Input<T> value) => From([value]);

    /// <summary>A list of the same elements.</summary>
    public static implicit operator InputList<T>(T[] values) => From(values.Select(value => (Input<T>)value));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(Output<T>[] values) => From(values.Select(value => (Input<T>)value));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(Input<T>[] values) => From(values);

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(List<T> values) => From(values.Select(value => (Input<T>)value));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(List<Output<T>> values)
        => From(values.Select(value => (Input<T>)value));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(List<Input<T>> values) => From(values);

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(ImmutableArray<T> values) => Pulumi.Output.Create(values);

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values)
        => values.IsDefault
            ? new(Pulumi.Output.Create(default(ImmutableArray<Input<T>>)))
            : From(values.Select(value => (Input<T>)value));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values)
        => new(Pulumi.Output.Create(values));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(Output<T[]> values) => values.Apply(ImmutableArray.CreateRange);

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(Output<List<T>> values)
        => values.Apply(ImmutableArray.CreateRange);

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(Output<IEnumerable<T>> values)
        => values.Apply(ImmutableArray.CreateRange);

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values)
        => new(values.Apply(list => list.IsDefault ? default : ImmutableArray.CreateRange(list, value => (Input<T>)value)));
}
