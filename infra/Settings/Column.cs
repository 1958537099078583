namespace Fanout.Infra.Settings;

/// <summary>A column of the file that stream-aggregator makes.</summary>
/// <param name="Name">What the file's header calls it.</param>
/// <param name="Path">Where its value is in a record of the API.</param>
public sealed record Column(string Name, FieldPath Path);
