using System.Text;
using System.Text.Json.Nodes;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>The query of a statement as a tree.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Root">What DuckDB's parser made of its query.</param>
internal sealed record QueryTree(Statement Statement, JsonObject Root)
{
    private readonly int _start = Statement.Query.Start.Value;
    private readonly byte[] _query = Encoding.UTF8.GetBytes(Statement.Parsed);

    /// <summary>The queries in it, of which there must be one.</summary>
    public JsonArray Statements => Root["statements"]!.AsArray();

    /// <summary>The query itself.</summary>
    public JsonObject Query => Statements[0]!["node"]!.AsObject();

    /// <summary>Where a node lies, as Athena's messages name it.</summary>
    public string PlaceOf(JsonNode node) => PlaceOf(node.Location() ?? 0);

    /// <summary>Where a byte of the query lies.</summary>
    public string PlaceOf(int location)
    {
        var at = Encoding.UTF8.GetCharCount(_query.AsSpan(0, Math.Clamp(location, 0, _query.Length)));
        return Place.Of(Statement.Sql, _start + at - Statement.Missing.Index().Count(missing => missing.Item.At - _start + missing.Index < at));
    }

    /// <summary>Whether a column's name is in quotation marks.</summary>
    public bool IsQuoted(JsonNode column) => column.Location() is { } at && _query.ElementAtOrDefault(at) == '"';
}
