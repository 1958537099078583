namespace Pulumi;

public static partial class Output
{
    /// <summary>All the values in one output, as a tuple.</summary>
    public static Output<(T1, T2)> Tuple<T1, T2>(Input<T1> item1, Input<T2> item2)
        => Output<(T1, T2)>.FromAsync(async () =>
        {
            var (first, second) = (await ((Output<T1>)item1).Data, await ((Output<T2>)item2).Data);
            return second.With((first.Value, second.Value)).DerivedFrom(first);
        });

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2)> Tuple<T1, T2>(Output<T1> item1, Output<T2> item2)
        => Tuple(item1.AsInput(), item2.AsInput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Input<T1> item1, Input<T2> item2, Input<T3> item3)
        => Tuple(Tuple(item1, item2).AsInput(), item3)
            .Apply(all => (all.Item1.Item1, all.Item1.Item2, all.Item2));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Output<T1> item1, Output<T2> item2, Output<T3> item3)
        => Tuple(item1.AsInput(), item2.AsInput(), item3.AsInput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4)
        => Tuple(Tuple(item1, item2, item3).AsInput(), item4)
            .Apply(all => (all.Item1.Item1, all.Item1.Item2, all.Item1.Item3, all.Item2));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4)
        => Tuple(item1.AsInput(), item2.AsInput(), item3.AsInput(), item4.AsInput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4,
        Input<T5> item5)
        => Tuple(Tuple(item1, item2, item3, item4).AsInput(), item5)
            .Apply(all => (all.Item1.Item1, all.Item1.Item2, all.Item1.Item3, all.Item1.Item4, all.Item2));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4,
        Output<T5> item5)
        => Tuple(item1.AsInput(), item2.AsInput(), item3.AsInput(), item4.AsInput(), item5.AsInput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4,
        Input<T5> item5, Input<T6> item6)
        => Tuple(Tuple(item1, item2, item3, item4, item5).AsInput(), item6)
            .Apply(all => (
                all.Item1.Item1, all.Item1.Item2, all.Item1.Item3, all.Item1.Item4,
                all.Item1.Item5, all.Item2));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4,
        Output<T5> item5, Output<T6> item6)
        => Tuple(item1.AsInput(), item2.AsInput(), item3.AsInput(), item4.AsInput(), item5.AsInput(), item6.AsInput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4,
        Input<T5> item5, Input<T6> item6, Input<T7> item7)
        => Tuple(Tuple(item1, item2, item3, item4, item5, item6).AsInput(), item7)
            .Apply(all => (
                all.Item1.Item1, all.Item1.Item2, all.Item1.Item3, all.Item1.Item4,
                all.Item1.Item5, all.Item1.Item6, all.Item2));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4,
        Output<T5> item5, Output<T6> item6, Output<T7> item7)
        => Tuple(item1.AsInput(), item2.AsInput(), item3.AsInput(), item4.AsInput(), item5.AsInput(), item6.AsInput(), item7.AsInput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4,
        Input<T5> item5, Input<T6> item6, Input<T7> item7, Input<T8> item8)
        => Tuple(Tuple(item1, item2, item3, item4, item5, item6, item7).AsInput(), item8)
            .Apply(all => (
                all.Item1.Item1, all.Item1.Item2, all.Item1.Item3, all.Item1.Item4,
                all.Item1.Item5, all.Item1.Item6, all.Item1.Item7, all.Item2));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4,
        Output<T5> item5, Output<T6> item6, Output<T7> item7, Output<T8> item8)
        => Tuple(item1.AsInput(), item2.AsInput(), item3.AsInput(), item4.AsInput(), item5.AsInput(), item6.AsInput(), item7.AsInput(), item8.AsInput());

    private static Input<T> AsInput<T>(this Output<T> output) => output;
}
