
namespace Fanout.Local.Services.Athena.Sql;

/// <summary>Writes a query's result as Athena does: a line of CSV for each row, the names of the columns first.</summary>
internal static class SelectWriter
{
    /// <summary>Runs a query and writes its result.</summary>
    /// <param name="result">The query's result.</param>
    /// <param name="folder">Where the file is made.</param>
    public static QueryResult Write(ResultRows result, string folder)
    {
        var path = Path.Combine(folder, "result.csv");
        using (var writer = LineWriter.Create(path))
        {
            writer.WriteCsv(result.Columns.Select(column => column.Name));
            foreach (var row in result.Read())
            {
                writer.WriteCsv(row.Select((text, index) => Value.Athena(text, result.Columns[index].Type)));
            }
        }
        return new QueryResult(
            [.. result.Columns.Select(column => new ResultColumn(column.Name, column.Type.AthenaName))], [new ResultFile(path)]);
    }
}
