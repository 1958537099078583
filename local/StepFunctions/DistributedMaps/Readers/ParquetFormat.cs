using System.Runtime.CompilerServices;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>Parquet: each row is an item, an object from column to value.</summary>
internal sealed class ParquetFormat(IParquetReader parquet) : IItemFormat
{
    public async IAsyncEnumerable<MapItem> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var rows = parquet.ReadParquetAsync(content, cancellation).GetAsyncEnumerator(cancellation);
        while (await MoveNextAsync(rows))
        {
            yield return new MapItem(0, rows.Current);
        }
    }

    private static async Task<bool> MoveNextAsync<T>(IAsyncEnumerator<T> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (ParquetException problem)
        {
            throw new ItemReaderException(problem.Message, problem);
        }
    }
}
