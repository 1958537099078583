using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>Parquet: each row is an item, an object from column to value.</summary>
internal sealed class ParquetFormat(IParquetReader parquet) : IItemFormat
{
    public IAsyncEnumerable<MapItem> ReadAsync(Stream content, CancellationToken cancellation) =>
        parquet.ReadParquetAsync(content, cancellation).Select(row => new MapItem(0, row));
}
