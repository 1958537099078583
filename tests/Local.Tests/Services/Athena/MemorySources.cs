using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Tests.Local.Services.Athena;

/// <summary>A Data Catalog in memory, which every role may read.</summary>
/// <param name="catalog">The databases and tables.</param>
internal sealed class MemorySources(GlueCatalog catalog) : IQuerySources
{
    public Task LocateAsync(string bucket, string roleArn, CancellationToken cancellation) => Task.CompletedTask;

    public Task<bool> HasDatabaseAsync(string name, string roleArn, CancellationToken cancellation) =>
        Task.FromResult(catalog.FindDatabase(name) is not null);

    public Task<GlueTable?> FindTableAsync(string database, string name, string roleArn, CancellationToken cancellation) =>
        Task.FromResult(catalog.FindDatabase(database)!.Tables.GetValueOrDefault(name));
}
