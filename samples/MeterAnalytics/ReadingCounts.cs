namespace Fanout.Samples.MeterAnalytics;

/// <summary>How many readings there are, and what becomes of them.</summary>
/// <param name="Readings">All of them.</param>
/// <param name="Used">Those that are in the totals.</param>
/// <param name="Repeated">Those that are stored again as they were, which count once.</param>
/// <param name="Unused">Those that are in no total.</param>
public sealed record ReadingCounts(int Readings, int Used, int Repeated, int Unused);
