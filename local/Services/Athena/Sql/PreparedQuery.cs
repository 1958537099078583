using System.Collections.Immutable;
using DuckDB.NET.Data;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>A statement that was understood: what it needs, and how it is run.</summary>
internal sealed class PreparedQuery
{
    private readonly SqlParser _parser;
    private readonly QueryTree _tree;
    private string? _sql;
    private IReadOnlyList<SqlColumn> _columns = [];

    private PreparedQuery(SqlParser parser, QueryTree tree, IReadOnlyList<TableReference> tables) =>
        (_parser, _tree, Tables) = (parser, tree, tables);

    /// <summary>The tables that it names.</summary>
    public IReadOnlyList<TableReference> Tables { get; }

    /// <summary>Where an UNLOAD writes to; null for a SELECT.</summary>
    public string? UnloadLocation => _tree.Statement.Location;

    /// <summary>Whether an UNLOAD writes partitions.</summary>
    public bool IsPartitioned => _tree.Statement.Options?.PartitionedBy.Count > 0;

    /// <summary>Reads a statement.</summary>
    /// <param name="parser">Its parser.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="parameters">What stands for its question marks, as SQL.</param>
    /// <param name="database">What its tables belong to where they name no database.</param>
    /// <exception cref="QueryFailedException">It is not one that is understood.</exception>
    public static PreparedQuery Of(SqlParser parser, string statement, IReadOnlyList<string> parameters, string? database)
    {
        try
        {
            var tree = parser.Parse(Statement.Read(statement, parameters));
            var tables = TableNames.Resolve(tree, database ?? "");
            return new PreparedQuery(parser, tree, Filters.Of(tree, tables));
        }
        catch (InsufficientExecutionStackException)
        {
            throw new QueryFailedException("SYNTAX_ERROR", "line 1:1: the statement is nested too deeply", isMalformed: true);
        }
        catch (DuckDBException problem)
        {
            throw SqlErrors.Failure(problem, null);
        }
    }

    /// <summary>Makes DuckDB's SQL of it.</summary>
    /// <param name="tables">The tables that it names.</param>
    /// <exception cref="QueryFailedException">It is none of Trino's, or none that is known to answer alike.</exception>
    public void Translate(IEnumerable<GlueTable> tables)
    {
        try
        {
            _columns = [.. Analyzer.Translate(_tree, tables.ToDictionary(table => (table.Database, table.Name), FieldsOf)).Select(SqlColumn.Of)];
            _sql = _parser.Unparse(_tree.Root);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new QueryFailedException("SYNTAX_ERROR", "line 1:1: the statement is nested too deeply");
        }
        catch (DuckDBException problem)
        {
            throw SqlErrors.Failure(problem, _tree);
        }
    }

    /// <summary>Runs the translated statement and writes its result into the folder.</summary>
    /// <param name="tables">The tables that it names, with their files.</param>
    /// <param name="folder">A folder for what is written; the files are there too.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <exception cref="QueryFailedException">The query failed.</exception>
    public QueryResult Run(IReadOnlyList<TableContent> tables, string folder, CancellationToken cancellation)
    {
        var query = _sql ?? throw new InvalidOperationException("The statement is not translated.");
        try
        {
            using var database = SqlDatabase.Open(folder, tables.Sum(table => table.Files.Sum(file => file.Size)), cancellation);
            Macros.Make(database, query);
            var views = new TableViews(database, folder, TableNames.NamesPath(_tree), cancellation);
            foreach (var table in tables)
            {
                views.Create(table);
            }
            var result = new ResultRows(database, query, _columns);
            return _tree.Statement.Options is { } options
                ? UnloadWriter.Write(database, result, options, Path.Combine(folder, "unload"))
                : SelectWriter.Write(result, folder);
        }
        catch (DuckDBException problem)
        {
            throw SqlErrors.Failure(problem, _tree);
        }
    }

    private static ImmutableList<Field> FieldsOf(GlueTable table) =>
    [
        .. table.Columns.Concat(table.PartitionKeys).Select(column =>
            new Field(table.Name, column.Name.ToLowerInvariant(), TrinoType.OfDuckDb(HiveTypes.ToDuckDb(column.Type)))),
        new Field(table.Name, "$path", TrinoType.Varchar, IsHidden: true),
    ];
}
