namespace Fanout.Samples.MeterAnalytics;

/// <summary>A generated file: UTF-8, lines end with a line feed, the first line names the columns.</summary>
/// <param name="Key">Its key in the bucket.</param>
/// <param name="Text">Its content, comma-separated; no field needs quotes.</param>
public sealed record SampleFile(string Key, string Text);
