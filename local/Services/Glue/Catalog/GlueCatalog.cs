using System.Collections.Immutable;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Glue.Catalog;

/// <summary>The Glue Data Catalog: the databases and tables that queries see. Safe for any thread.</summary>
public sealed class GlueCatalog
{
    private readonly Lock _changing = new();
    private ImmutableSortedDictionary<string, GlueDatabase> _databases = ImmutableSortedDictionary.Create<string, GlueDatabase>(StringComparer.Ordinal);

    /// <summary>The databases, by name.</summary>
    public IEnumerable<GlueDatabase> Databases => _databases.Values;

    /// <summary>A database.</summary>
    /// <exception cref="ServiceException">There is none of that name.</exception>
    public GlueDatabase Database(string name) => FindDatabase(name)
        ?? throw NotFound($"Database {name} not found.");

    /// <summary>A table.</summary>
    /// <exception cref="ServiceException">There is none of that name, or no such database.</exception>
    public GlueTable Table(string database, string name) => Database(database).Tables.GetValueOrDefault(name.ToLowerInvariant())
        ?? throw NotFound($"Table {name} not found.");

    /// <summary>Makes a database.</summary>
    /// <exception cref="ServiceException">There is one of that name.</exception>
    public void CreateDatabase(GlueDatabase database)
    {
        lock (_changing)
        {
            _databases = _databases.ContainsKey(database.Name)
                ? throw Exists("Database already exists.")
                : _databases.Add(database.Name, database);
        }
    }

    /// <summary>Changes a database.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">What it becomes.</param>
    /// <exception cref="ServiceException">There is none of that name.</exception>
    public void ChangeDatabase(string name, Func<GlueDatabase, GlueDatabase> change)
    {
        lock (_changing)
        {
            _databases = _databases.SetItem(name.ToLowerInvariant(), change(Database(name)));
        }
    }

    /// <summary>Deletes a database with its tables.</summary>
    /// <exception cref="ServiceException">There is none of that name.</exception>
    public void DeleteDatabase(string name)
    {
        lock (_changing)
        {
            _databases = _databases.Remove(Database(name).Name);
        }
    }

    /// <summary>Makes a table.</summary>
    /// <exception cref="ServiceException">Its database has one of that name, or is none.</exception>
    public void CreateTable(GlueTable table) => ChangeDatabase(table.Database, database => database.Tables.ContainsKey(table.Name)
        ? throw Exists("Table already exists.")
        : database with { Tables = database.Tables.Add(table.Name, table) });

    /// <summary>Changes a table.</summary>
    /// <param name="database">Its database.</param>
    /// <param name="name">Its name.</param>
    /// <param name="change">What it becomes.</param>
    /// <exception cref="ServiceException">There is none of that name, or no such database.</exception>
    public void ChangeTable(string database, string name, Func<GlueTable, GlueTable> change) => ChangeDatabase(
        database, found => found with { Tables = found.Tables.SetItem(name.ToLowerInvariant(), change(Table(database, name))) });

    /// <summary>Deletes a table with its partitions.</summary>
    /// <exception cref="ServiceException">There is none of that name, or no such database.</exception>
    public void DeleteTable(string database, string name) =>
        ChangeDatabase(database, found => found with { Tables = found.Tables.Remove(Table(database, name).Name) });

    /// <summary>A database; null where there is none of that name.</summary>
    public GlueDatabase? FindDatabase(string name) => _databases.GetValueOrDefault(name.ToLowerInvariant());

    private static ServiceException NotFound(string message) => new("EntityNotFoundException", message);

    private static ServiceException Exists(string message) => new("AlreadyExistsException", message);
}
