using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// DuckDB's parser: texts to trees and back. Parsing leaves nothing behind, so that one database serves all statements,
/// from any thread.
/// </summary>
internal sealed class SqlParser : IDisposable
{
    private const int Deepest = 20_000;

    private static readonly string[] TooDeep = ["Max expression depth", "memory exhausted"];

    private readonly Lazy<SqlDatabase> _database = new(SqlDatabase.Open);
    private readonly Lock _lock = new();

    /// <summary>Parses the query of a statement.</summary>
    /// <exception cref="QueryFailedException">It cannot be parsed.</exception>
    public QueryTree Parse(Statement statement)
    {
        var json = Ask("SELECT json_serialize_sql($1::VARCHAR)", statement.Parsed);
        var root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = Deepest })!.AsObject();
        var tree = new QueryTree(statement, root);
        if (!root.Flag("error"))
        {
            Clocks.Resolve(tree);
            return tree;
        }
        var problem = root.Text("error_message");
        throw new QueryFailedException(
            "SYNTAX_ERROR",
            $"{tree.PlaceOf(Position(root))}: {(TooDeep.Any(problem.StartsWith) ? "the statement is nested too deeply" : $"{problem}; it is no SQL of Athena's, or none that the local Athena runs")}",
            isMalformed: true);
    }

    /// <summary>The SQL that a tree stands for.</summary>
    public string Unparse(JsonObject root) => Ask(
        "SELECT json_deserialize_sql($1::JSON)", root.ToJsonString(new JsonSerializerOptions { MaxDepth = Deepest }));

    /// <inheritdoc />
    public void Dispose()
    {
        if (_database.IsValueCreated)
        {
            _database.Value.Dispose();
        }
    }

    private static int Position(JsonObject root) =>
        int.TryParse(root["position"]?.ToString(), CultureInfo.InvariantCulture, out var position) ? position : 0;

    private string Ask(string sql, string parameter)
    {
        lock (_lock)
        {
            return _database.Value.Text(sql, parameter);
        }
    }
}
