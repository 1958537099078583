namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>A file cannot be read as Parquet; the message says why.</summary>
public sealed class ParquetException(string message, Exception? inner = null) : Exception(message, inner);
