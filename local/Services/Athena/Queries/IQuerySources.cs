using Fanout.Local.Services.Athena.Sql;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>What Athena asks for a query beside reading and writing objects, as the role that started it.</summary>
public interface IQuerySources
{
    /// <summary>Finds out where the bucket of a query's result is.</summary>
    /// <exception cref="AthenaException">There is none, or the role may not know.</exception>
    Task LocateAsync(string bucket, string roleArn, CancellationToken cancellation);

    /// <summary>Whether there is a database in the Data Catalog.</summary>
    /// <exception cref="QueryFailedException">The role may not look it up.</exception>
    Task<bool> HasDatabaseAsync(string name, string roleArn, CancellationToken cancellation);

    /// <summary>A table with those of its partitions that the Data Catalog knows; null where there is none.</summary>
    /// <exception cref="QueryFailedException">The role may not look it up.</exception>
    Task<GlueTable?> FindTableAsync(string database, string name, string roleArn, CancellationToken cancellation);
}
