namespace Pulumi;

internal interface IUnion
{
    object? Value { get; }
}

/// <summary>A value of one of two types.</summary>
public readonly struct Union<T0, T1> : IEquatable<Union<T0, T1>>, IUnion
{
    private readonly T0 _first;
    private readonly T1 _second;

    private Union(T0 first, T1 second, bool isSecond) => (_first, _second, IsT1) = (first, second, isSecond);

    /// <summary>Whether it holds the first type.</summary>
    public bool IsT0 => !IsT1;

    /// <summary>Whether it holds the second type.</summary>
    public bool IsT1 { get; }

    /// <summary>The value as the first type.</summary>
    /// <exception cref="InvalidOperationException">It holds the second type.</exception>
    public T0 AsT0 => IsT0 ? _first : throw Holds(typeof(T1), typeof(T0));

    /// <summary>The value as the second type.</summary>
    /// <exception cref="InvalidOperationException">It holds the first type.</exception>
    public T1 AsT1 => IsT1 ? _second : throw Holds(typeof(T0), typeof(T1));

    /// <summary>The value, of either type.</summary>
    public object Value => (IsT1 ? _second : _first as object)!;

    /// <summary>A union that holds the first type.</summary>
    public static Union<T0, T1> FromT0(T0 input) => new(input, default!, isSecond: false);

    /// <summary>A union that holds the second type.</summary>
    public static Union<T0, T1> FromT1(T1 input) => new(default!, input, isSecond: true);

    /// <summary>The result of the function for the type that it holds.</summary>
    public TResult Match<TResult>(Func<T0, TResult> f0, Func<T1, TResult> f1) => IsT1 ? f1(_second) : f0(_first);

    /// <summary>Runs the action for the type that it holds.</summary>
    public void Switch(Action<T0> f0, Action<T1> f1)
    {
        if (IsT1)
        {
            f1(_second);
        }
        else
        {
            f0(_first);
        }
    }

    /// <summary>A union whose first type is the function's result.</summary>
    public Union<TResult, T1> MapT0<TResult>(Func<T0, TResult> mapFunc)
        => IsT1 ? Union<TResult, T1>.FromT1(_second) : Union<TResult, T1>.FromT0(mapFunc(_first));

    /// <summary>A union whose second type is the function's result.</summary>
    public Union<T0, TResult> MapT1<TResult>(Func<T1, TResult> mapFunc)
        => IsT1 ? Union<T0, TResult>.FromT1(mapFunc(_second)) : Union<T0, TResult>.FromT0(_first);

    /// <summary>A union of the functions' results.</summary>
    public Union<TResult0, TResult1> Bimap<TResult0, TResult1>(
        Func<T0, TResult0> mapFunc0, Func<T1, TResult1> mapFunc1)
        => MapT0(mapFunc0).MapT1(mapFunc1);

    /// <summary>The value as the first type, if it holds that; the second type's value if not.</summary>
    public bool TryPickT0(out T0 value, out T1 remainder)
    {
        (value, remainder) = (_first, _second);
        return IsT0;
    }

    /// <summary>The value as the second type, if it holds that; the first type's value if not.</summary>
    public bool TryPickT1(out T1 value, out T0 remainder)
    {
        (value, remainder) = (_second, _first);
        return IsT1;
    }

    /// <inheritdoc/>
    public bool Equals(Union<T0, T1> other) => IsT1 == other.IsT1 && Equals(Value, other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Union<T0, T1> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsT1, Value);

    /// <summary>The type that it holds and the value.</summary>
    public override string ToString() => $"{(IsT1 ? typeof(T1) : typeof(T0)).FullName}: {Value}";

    /// <inheritdoc cref="FromT0"/>
    public static implicit operator Union<T0, T1>(T0 t) => FromT0(t);

    /// <inheritdoc cref="FromT1"/>
    public static implicit operator Union<T0, T1>(T1 t) => FromT1(t);

    /// <summary>Whether both hold the same type and equal values.</summary>
    public static bool operator ==(Union<T0, T1> left, Union<T0, T1> right) => left.Equals(right);

    /// <summary>Whether they hold different types or values.</summary>
    public static bool operator !=(Union<T0, T1> left, Union<T0, T1> right) => !left.Equals(right);

    private static InvalidOperationException Holds(Type held, Type wanted)
        => new($"The union holds {held.FullName}, not {wanted.FullName}.");
}
