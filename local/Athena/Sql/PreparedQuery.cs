using DuckDB.NET.Data;
using Fanout.Local.Athena.Queries;

namespace Fanout.Local.Athena.Sql;

/// <summary>A statement that was understood: what it needs, and how it is run.</summary>
internal sealed class PreparedQuery
{
    private readonly SqlParser _parser;
    private readonly QueryTree _tree;

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
    /// <param name="request">The statement.</param>
    /// <exception cref="QueryFailedException">It is not one that is understood.</exception>
    public static PreparedQuery Of(SqlParser parser, QueryRequest request)
    {
        try
        {
            var tree = parser.Parse(Statement.Read(request.Query, request.Parameters ?? []));
            var tables = Dialect.Translate(tree, request.Database ?? "");
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

    /// <summary>Runs the statement and writes its result into the folder.</summary>
    /// <param name="tables">The tables that it names, with their files.</param>
    /// <param name="folder">A folder for what is written; the files are there too.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <exception cref="QueryFailedException">The query failed.</exception>
    public QueryResult Run(IReadOnlyList<TableContent> tables, string folder, CancellationToken cancellation)
    {
        try
        {
            using var database = SqlDatabase.Open(folder, cancellation);
            database.Execute(Macros.Functions);
            database.Execute(Macros.Types);
            var views = new TableViews(database, folder, Dialect.NamesPath(_tree), cancellation);
            foreach (var table in tables)
            {
                views.Create(table);
            }
            var columns = tables.ToDictionary(
                content => (content.Table.Database, content.Table.Name),
                content => content.Table.Columns.Concat(content.Table.PartitionKeys).Select(column => column.Name.ToLowerInvariant()).ToHashSet());
            new Aliases(_tree, source => columns.GetValueOrDefault((source.Text("schema_name"), source.Text("table_name")))).Check();
            var query = _parser.Unparse(_tree.Root);
            TypeChecks.Check(_tree, _parser, database);
            return _tree.Statement.Options is { } options
                ? UnloadWriter.Write(database, query, options, Path.Combine(folder, "unload"))
                : SelectWriter.Write(database, query, folder);
        }
        catch (DuckDBException problem)
        {
            throw SqlErrors.Failure(problem, _tree);
        }
    }
}
