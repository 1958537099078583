namespace Fanout.Local.Services.Athena.Sql;

/// <summary>A column of a query's result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
internal sealed record SqlColumn(string Name, SqlType Type);

/// <summary>The result of a query, row by row.</summary>
/// <param name="database">What answers it.</param>
/// <param name="query">The query.</param>
internal sealed class ResultRows(SqlDatabase database, string query)
{
    /// <summary>The columns, which are found without running the query.</summary>
    public IReadOnlyList<SqlColumn> Columns { get; } = Describe(database, query);

    /// <summary>The query with c0, c1 ... for the names of its columns, of which two may be the same.</summary>
    public string Numbered => Number(query, Columns.Count);

    /// <summary>Runs the query.</summary>
    /// <returns>The values of each row as the texts that <see cref="Value"/> reads; null stands for NULL.</returns>
    /// <exception cref="DuckDB.NET.Data.DuckDBException">The query failed, at its start or between two rows.</exception>
    public IEnumerable<string?[]> Read() => database.Rows(
        $"SELECT {string.Join(", ", Columns.Select((column, index) => AsText($"c{index}", column.Type)))} FROM {Numbered}");

    private static string AsText(string column, SqlType type) =>
        type.Name == "VARCHAR" ? column
            : type.IsNested ? $"CAST(to_json(CAST({column} AS {type.OfTexts})) AS VARCHAR)"
            : $"CAST({column} AS VARCHAR)";

    private static List<SqlColumn> Describe(SqlDatabase database, string query)
    {
        // Its types are those of a table that the query would make: NULL alone would be an integer.
        var names = database.Rows($"SELECT column_name FROM (DESCRIBE {query})").Select(row => row[0]!).ToList();
        var types = names.Count == 0 ? [] : database.Rows(
            $"SELECT {string.Join(", ", names.Select((_, index) => $"typeof(c{index})"))} FROM (SELECT 1) LEFT JOIN (SELECT * FROM {Number(query, names.Count)} LIMIT 0) ON true").Single();
        return [.. names.Select((name, index) => new SqlColumn(name, SqlType.Parse(types[index]!)))];
    }

    private static string Number(string query, int count) =>
        $"({query}) AS result({string.Join(", ", Enumerable.Range(0, count).Select(index => $"c{index}"))})";
}
