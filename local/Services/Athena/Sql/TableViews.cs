using System.Globalization;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>A file of a table.</summary>
/// <param name="Path">Where it is on this machine, unless it is kept in memory.</param>
/// <param name="Content">What is in it; null where it lies on this machine.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Key">Its object's key.</param>
/// <param name="Uri">Its object's URI.</param>
/// <param name="Partition">The values of the table's partition keys.</param>
internal sealed record TableFile(string Path, byte[]? Content, long Size, string Key, string Uri, IReadOnlyList<string> Partition)
{
    /// <summary>Reads it from its beginning.</summary>
    public Stream Open() => Content is null ? File.OpenRead(Path) : new MemoryStream(Content, writable: false);
}

/// <summary>A table with the files that a query needs of it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Files">Its files.</param>
internal sealed record TableContent(GlueTable Table, IReadOnlyList<TableFile> Files);

/// <summary>Makes the views that a query reads: the files of a table as its serializer reads them.</summary>
/// <param name="database">What the query is run by.</param>
/// <param name="folder">Where files may be written.</param>
/// <param name="withPath">Whether the hidden column "$path" is wanted.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class TableViews(SqlDatabase database, string folder, bool withPath, CancellationToken cancellation)
{
    private int _count;

    /// <exception cref="QueryFailedException">The table cannot be read so.</exception>
    /// <exception cref="DuckDB.NET.Data.DuckDBException">A file cannot be read.</exception>
    public void Create(TableContent content)
    {
        var (table, files) = content;
        Column[] columns = [.. table.Columns.Select(Column.Of)];
        Column[] keys = [.. table.PartitionKeys.Select(Column.Of)];
        var query = files.Count == 0 ? Empty([.. columns, .. keys])
            : table.Serde.IsParquet ? Parquet(files, columns, keys)
            : Texts(table.Serde, files, columns, keys);
        Macros.Make(database, query);
        database.Execute($"CREATE SCHEMA IF NOT EXISTS {SqlText.Name(table.Database)}");
        database.Execute($"CREATE VIEW {SqlText.Name(table.Database)}.{SqlText.Name(table.Name)} AS {query}");
    }

    private string Empty(IEnumerable<Column> columns)
    {
        var all = withPath ? columns.Append(new Column("$path", "string", "VARCHAR")) : columns;
        return $"SELECT {string.Join(", ", all.Select(column => $"CAST(NULL AS {column.DuckDb}) AS {SqlText.Name(column.Name)}"))} WHERE false";
    }

    private string Texts(Serde serde, IReadOnlyList<TableFile> files, Column[] columns, Column[] keys)
    {
        if (serde.Format == "regex" && Array.Find(columns, column => column.DuckDb != "VARCHAR") is { } other)
        {
            throw new QueryFailedException(
                "HIVE_INVALID_METADATA", $"RegexSerDe only accepts columns of the type string, but {other.Name} is {other.Type}");
        }
        var target = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"table{_count++}.csv"));
        var cut = Lines.Of(serde, [.. columns.Select(column => new SqlColumn(column.Name, SqlType.Parse(column.DuckDb)))]);
        new TextTable(cut, columns.Length, serde.SkippedLines, cancellation).Copy(files, target);

        string[] selected =
        [
            .. columns.Select((column, index) => $"{Read(serde, column, index)} AS {SqlText.Name(column.Name)}"),
            .. keys.Select((key, index) => $"{Fields.Lenient(key.DuckDb, $"k{index}")} AS {SqlText.Name(key.Name)}"),
            .. withPath ? ["uri AS \"$path\""] : Array.Empty<string>(),
        ];
        string[] fields = [.. columns.Select((_, index) => $"c{index}"), .. keys.Select((_, index) => $"k{index}"), "uri"];
        return $"SELECT {string.Join(", ", selected)} FROM read_csv({SqlText.Literal(target)}, "
            + $"columns = {{{string.Join(", ", fields.Select(field => $"'{field}': 'VARCHAR'"))}}}, auto_detect = false, header = false, "
            + string.Create(
                CultureInfo.InvariantCulture,
                $"delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, max_line_size = {TextTable.LongestRecord}, buffer_size = {2 * TextTable.LongestRecord})");
    }

    private static string Read(Serde serde, Column column, int index) => serde.Format switch
    {
        "json" => Fields.Json(column.DuckDb, $"c{index}"),
        "opencsv" => Fields.Strict(column.DuckDb, $"c{index}", column.Name),
        _ => Fields.Lenient(column.DuckDb, $"c{index}"),
    };

    private string Parquet(IReadOnlyList<TableFile> files, Column[] columns, Column[] keys)
    {
        if (withPath)
        {
            throw new QueryFailedException("NOT_SUPPORTED", "the local Athena has the column \"$path\" of tables of text only");
        }
        var selects = files.GroupBy(file => string.Join('/', file.Partition.Select(Uri.EscapeDataString))).Select(group =>
        {
            var source = $"read_parquet([{string.Join(", ", group.Select(file => SqlText.Literal(file.Path)))}], union_by_name = true)";
            var present = database.Rows($"SELECT column_name FROM (DESCRIBE SELECT * FROM {source})")
                .Select(row => row[0]!).ToLookup(name => name, StringComparer.OrdinalIgnoreCase);
            string[] selected =
            [
                .. columns.Select(column =>
                    $"CAST({(present[column.Name].LastOrDefault() is { } own ? SqlText.Name(own) : "NULL")} AS {column.DuckDb}) AS {SqlText.Name(column.Name)}"),
                .. keys.Select((key, index) =>
                    $"{Fields.Lenient(key.DuckDb, SqlText.Literal(group.First().Partition[index]))} AS {SqlText.Name(key.Name)}"),
            ];
            return $"SELECT {string.Join(", ", selected)} FROM {source}";
        });
        return string.Join(" UNION ALL ", selects);
    }

    private sealed record Column(string Name, string Type, string DuckDb)
    {
        public static Column Of(GlueColumn column) => new(column.Name, column.Type, HiveTypes.ToDuckDb(column.Type));
    }
}
