using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>A format of data files.</summary>
internal interface IItemFormat
{
    /// <summary>Reads the items of one file, one after the other; their index and source are the caller's business.</summary>
    /// <exception cref="ItemReaderException">The file is not of the format.</exception>
    /// <exception cref="System.Text.Json.JsonException">It is not JSON.</exception>
    /// <exception cref="Integrations.ParquetException">It is not Parquet.</exception>
    IAsyncEnumerable<MapItem> ReadAsync(Stream content, CancellationToken cancellation);
}
