using System.Text.Json;

namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>Reads the items of distributed Maps with the InputType PARQUET.</summary>
public interface IParquetReader
{
    /// <summary>
    /// Reads the rows of a Parquet file, one after the other: objects from column to value. Numbers, decimals too, are
    /// numbers with all their digits; timestamps are milliseconds since 1970; lists and structs are nested; dates are
    /// texts (yyyy-MM-dd) and bytes Base64, for which there is no source; NaN and the infinities are texts.
    /// </summary>
    /// <param name="file">The file; it is read to its end before the first row is given.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ParquetException">The file is not one of Parquet.</exception>
    IAsyncEnumerable<JsonElement> ReadParquetAsync(Stream file, CancellationToken cancellation);
}
