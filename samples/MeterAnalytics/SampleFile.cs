namespace Fanout.Samples.MeterAnalytics;

/// <summary>A generated file, UTF-8.</summary>
/// <param name="Key">Its key in the bucket.</param>
/// <param name="Text">Its content.</param>
public sealed record SampleFile(string Key, string Text);
