namespace Fanout.Samples.StreamAggregator;

/// <summary>The states of records that the third-party API lists.</summary>
public static class SampleStates
{
    /// <summary>Records that could not be processed.</summary>
    public const string Failed = "failed";

    /// <summary>Records that were refused.</summary>
    public const string Rejected = "rejected";

    /// <summary>All states, in the order in which they are extracted.</summary>
    public static IReadOnlyList<string> All { get; } = [Failed, Rejected];
}
