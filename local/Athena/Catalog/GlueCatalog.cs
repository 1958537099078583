using System.Collections.Concurrent;

namespace Fanout.Local.Athena.Catalog;

/// <summary>The databases and tables that queries see.</summary>
public sealed class GlueCatalog
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, GlueTable>> _databases = new();

    /// <summary>Makes a database known.</summary>
    public void AddDatabase(string name) => _databases.TryAdd(name.ToLowerInvariant(), new());

    /// <summary>Makes a table known, and its database.</summary>
    public void AddTable(GlueTable table)
    {
        AddDatabase(table.Database);
        _databases[table.Database][table.Name] = table;
    }

    /// <summary>Finds a table that a query names.</summary>
    /// <param name="database">The database, in lower case.</param>
    /// <param name="table">The table, in lower case.</param>
    /// <param name="place">Where the query names it.</param>
    /// <exception cref="QueryFailedException">There is none.</exception>
    internal GlueTable Find(string database, string table, string place)
    {
        if (!_databases.TryGetValue(database, out var tables))
        {
            throw new QueryFailedException("SCHEMA_NOT_FOUND", $"{place}: Schema '{database}' does not exist");
        }
        return tables.TryGetValue(table, out var found)
            ? found
            : throw new QueryFailedException("TABLE_NOT_FOUND", $"{place}: Table 'awsdatacatalog.{database}.{table}' does not exist");
    }
}
