namespace Fanout.Local.Services.Athena.Sql;

/// <summary>A column of a query's result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
internal sealed record SqlColumn(string Name, SqlType Type)
{
    /// <summary>A column that a query was found to have.</summary>
    public static SqlColumn Of(Field field) => new(field.Name, SqlType.Parse(field.Type.DuckDb));
}

/// <summary>The result of a query, row by row.</summary>
/// <param name="database">What answers it.</param>
/// <param name="query">The query.</param>
/// <param name="columns">Its columns.</param>
internal sealed class ResultRows(SqlDatabase database, string query, IReadOnlyList<SqlColumn> columns)
{
    /// <summary>The columns.</summary>
    public IReadOnlyList<SqlColumn> Columns => columns;

    /// <summary>The query with c0, c1 ... for the names of its columns, of which two may be the same.</summary>
    public string Numbered => Number(query, columns.Count);

    /// <summary>The result of a query whose columns DuckDB finds, without running it.</summary>
    /// <param name="database">What answers it.</param>
    /// <param name="query">The query.</param>
    /// <exception cref="DuckDB.NET.Data.DuckDBException">It is none.</exception>
    public static ResultRows Describe(SqlDatabase database, string query)
    {
        // Its types are those of a table that the query would make: NULL alone would be an integer.
        var names = database.Rows($"SELECT column_name FROM (DESCRIBE {query})").Select(row => row[0]!).ToList();
        var types = names.Count == 0 ? [] : database.Rows(
            $"SELECT {string.Join(", ", names.Select((_, index) => $"typeof(c{index})"))} FROM (SELECT 1) LEFT JOIN (SELECT * FROM {Number(query, names.Count)} LIMIT 0) ON true").Single();
        return new ResultRows(database, query, [.. names.Select((name, index) => new SqlColumn(name, SqlType.Parse(types[index]!)))]);
    }

    /// <summary>Runs the query.</summary>
    /// <returns>The values of each row as the texts that <see cref="Value"/> reads; null stands for NULL.</returns>
    /// <exception cref="DuckDB.NET.Data.DuckDBException">The query failed, at its start or between two rows.</exception>
    public IEnumerable<string?[]> Read() => database.Rows(
        $"SELECT {string.Join(", ", columns.Select((column, index) => AsText($"c{index}", column.Type)))} FROM {Numbered}");

    private static string AsText(string column, SqlType type) =>
        type.Name == "VARCHAR" ? column
            : type.IsNested ? $"CAST(to_json(CAST({column} AS {type.OfTexts})) AS VARCHAR)"
            : $"CAST({column} AS VARCHAR)";

    private static string Number(string query, int count) =>
        $"({query}) AS result({string.Join(", ", Enumerable.Range(0, count).Select(index => $"c{index}"))})";
}
