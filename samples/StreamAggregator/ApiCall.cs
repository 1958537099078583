namespace Fanout.Samples.StreamAggregator;

/// <summary>A call that the sample API got.</summary>
/// <param name="Number">The how many-th call it is, from 1.</param>
/// <param name="NumberAtLocation">The how many-th call about its location it is, from 1.</param>
/// <param name="Location">The location.</param>
/// <param name="Resource"><c>get-summary</c> or <c>get-data</c>.</param>
/// <param name="State">The state that is asked for; null for a summary.</param>
/// <param name="Offset">The offset that is asked for; null for a summary.</param>
public sealed record ApiCall(int Number, int NumberAtLocation, string Location, string Resource, string? State, string? Offset);
