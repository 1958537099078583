using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an output carries beside its value.</summary>
internal readonly record struct OutputData<T>(
    ImmutableHashSet<Resource> Resources, T Value, bool IsKnown = true, bool IsSecret = false)
{
    public static OutputData<T> Of(T value) => new([], value);

    public OutputData<TOther> With<TOther>(TOther value) => new(Resources, value, IsKnown, IsSecret);

    /// <summary>This value, as something that was derived from the other one as well.</summary>
    public OutputData<T> DerivedFrom<TOther>(OutputData<TOther> other) => this with
    {
        Resources = Resources.Union(other.Resources),
        IsKnown = IsKnown && other.IsKnown,
        IsSecret = IsSecret || other.IsSecret,
    };
}
