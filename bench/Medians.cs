namespace Fanout.Bench;

/// <summary>What benchmarks say of repeated measurements.</summary>
internal static class Medians
{
    /// <summary>The middle one of an odd number of values.</summary>
    public static T Median<T>(this IReadOnlyCollection<T> values) => values.Order().ElementAt(values.Count / 2);
}
