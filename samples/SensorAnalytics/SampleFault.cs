namespace Fanout.Samples.SensorAnalytics;

/// <summary>What is wrong with one field of a generated reading.</summary>
public enum SampleFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is empty.</summary>
    Missing,

    /// <summary>It is the word <c>null</c>.</summary>
    Null,

    /// <summary>It is <c>NaN</c>.</summary>
    NaN,

    /// <summary>It is a word.</summary>
    Text,
}
