using System.Globalization;
using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>Writes a query's result into files of a new folder, as an UNLOAD asks for.</summary>
internal sealed partial class UnloadWriter
{
    private const int PartitionLimit = 100;
    private const string NullPartition = "__HIVE_DEFAULT_PARTITION__";

    // Of which Hive has none, as Trino's connector for it says.
    private static readonly string[] NoHiveTypes = ["TIMESTAMP WITH TIME ZONE", "TIME", "INTERVAL", "\"NULL\""];

    private readonly SqlDatabase _database;
    private readonly UnloadOptions _options;
    private readonly string _folder;
    private readonly IReadOnlyList<SqlColumn> _columns;
    private readonly string _query;

    private UnloadWriter(SqlDatabase database, ResultRows result, UnloadOptions options, string folder)
    {
        _database = database;
        _options = options;
        _folder = folder;
        // Columns of Hive tables are in lower case, whatever the query calls them.
        _columns = [.. result.Columns.Select(column => column with { Name = column.Name.ToLowerInvariant() })];
        var selected = string.Join(", ", _columns.Select(Selected));
        Macros.Make(database, selected);
        _query = $"SELECT {selected} FROM {result.Numbered}";
    }

    /// <summary>Runs a query and writes its result.</summary>
    /// <param name="database">What answers it.</param>
    /// <param name="result">The query's result.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="folder">The folder, which is made.</param>
    /// <exception cref="QueryFailedException">The columns are not such that they can be written so.</exception>
    public static QueryResult Write(SqlDatabase database, ResultRows result, UnloadOptions options, string folder)
    {
        var writer = new UnloadWriter(database, result, options, folder);
        writer.CheckColumns();
        Directory.CreateDirectory(folder);
        var rows = options.Format == "PARQUET" ? writer.WriteParquet() : writer.WriteTexts();
        return new QueryResult([new ResultColumn("rows", "bigint")], rows == 0 ? [] : writer.Files());
    }

    private string Selected(SqlColumn column, int index)
    {
        var value = column.Type.Name == "HUGEINT" ? $"CAST(c{index} AS BIGINT)"
            // DuckDB names the folders of Parquet files itself.
            : column.Type.IsDecimal && _options.Format == "PARQUET" && _options.PartitionedBy.Contains(column.Name) ? $"trino_decimal_text(c{index})"
            : $"c{index}";
        return $"{value} AS {SqlText.Name(column.Name)}";
    }

    private void CheckColumns()
    {
        foreach (var (index, column) in _columns.Index())
        {
            if (Unnamed().IsMatch(column.Name))
            {
                throw new QueryFailedException(
                    "MISSING_COLUMN_NAME", string.Create(CultureInfo.InvariantCulture, $"line 1:1: Column name not specified at position {index + 1}"));
            }
            if (_columns.Take(index).Any(other => other.Name == column.Name))
            {
                throw new QueryFailedException("DUPLICATE_COLUMN_NAME", $"line 1:1: Column name '{column.Name}' specified more than once");
            }
            if (NoHiveTypes.Contains(column.Type.Name))
            {
                throw new QueryFailedException("NOT_SUPPORTED", $"Unsupported Hive type: {column.Type.AthenaName} (column '{column.Name}')");
            }
        }
        var keys = _options.PartitionedBy;
        if (!_columns.TakeLast(keys.Count).Select(column => column.Name).SequenceEqual(keys))
        {
            throw new QueryFailedException(
                "HIVE_COLUMN_ORDER_MISMATCH",
                $"Partition keys must be the last columns in the table and in the same order as the table properties: [{string.Join(", ", keys)}]");
        }
        if (keys.Count > 0)
        {
            CheckPartitions();
        }
    }

    private void CheckPartitions()
    {
        if (_database.Rows($"SELECT 'x' FROM (SELECT DISTINCT {PartitionColumns} FROM ({_query}) LIMIT {PartitionLimit + 1})").Count() > PartitionLimit)
        {
            throw new QueryFailedException(
                "HIVE_TOO_MANY_OPEN_PARTITIONS", $"Exceeded limit of {PartitionLimit} open writers for partitions/buckets");
        }
    }

    private string PartitionColumns => string.Join(", ", _options.PartitionedBy.Select(SqlText.Name));

    private long WriteParquet()
    {
        var layout = _options.PartitionedBy.Count > 0
            ? $"PARTITION_BY ({PartitionColumns}), OVERWRITE true"
            : "ROW_GROUP_SIZE 30720, ROW_GROUPS_PER_FILE 1, OVERWRITE true";
        return _database.Execute(
            $"COPY ({_query}) TO {SqlText.Literal(_folder)} (FORMAT parquet, COMPRESSION '{_options.Compression}', {layout})");
    }

    private long WriteTexts()
    {
        var width = _columns.Count - _options.PartitionedBy.Count;
        var writers = new Dictionary<string, StreamWriter>();
        var rows = 0L;
        try
        {
            foreach (var row in new ResultRows(_database, _query, _columns).Read())
            {
                var partition = string.Join('/', _options.PartitionedBy.Select((name, index) =>
                    $"{name}={PartitionText(Value.Athena(row[width + index], _columns[width + index].Type))}"));
                if (!writers.TryGetValue(partition, out var writer))
                {
                    var folder = Directory.CreateDirectory(Path.Combine(_folder, partition)).FullName;
                    writers[partition] = writer = LineWriter.Create(Path.Combine(folder, "data_0"), _options.IsGzip);
                }
                writer.WriteLine(Line(row.AsSpan(0, width)));
                rows++;
            }
        }
        finally
        {
            foreach (var writer in writers.Values)
            {
                writer.Dispose();
            }
        }
        return rows;
    }

    private string Line(ReadOnlySpan<string?> row)
    {
        var fields = new string[row.Length];
        for (var index = 0; index < row.Length; index++)
        {
            fields[index] = _options.Format == "JSON"
                ? $"{Value.Quoted(_columns[index].Name)}:{Json(row[index], _columns[index].Type)}"
                : Value.Athena(row[index], _columns[index].Type) ?? "\\N";
        }
        return _options.Format == "JSON" ? $"{{{string.Join(',', fields)}}}" : string.Join(_options.Delimiter, fields);
    }

    // In files timestamps are texts; only a distributed Map gives them as numbers.
    private static string Json(string? text, SqlType type) =>
        text is not null && type.IsTimestamp ? Value.Quoted(Value.Athena(text, type)!) : Value.Json(text, type);

    private static string PartitionText(string? text) => string.IsNullOrEmpty(text)
        ? NullPartition
        : Reserved().Replace(text, letter => string.Create(CultureInfo.InvariantCulture, $"%{(int)letter.Value[0]:X2}"));

    private List<ResultFile> Files() =>
    [
        .. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
            new ResultFile(
                path,
                Path.GetRelativePath(_folder, Path.GetDirectoryName(path)!) is var partition && partition == "." ? "" : partition,
                // Compressed texts are named so; Parquet files have no extension.
                _options.IsGzip ? ".gz" : "")),
    ];

    [GeneratedRegex("^_col[0-9]+$")]
    private static partial Regex Unnamed();

    [GeneratedRegex("[\u0000-\u001f\"#%'*/:=?\\\\{[\\]^\u007f]")]
    private static partial Regex Reserved();
}
