using Fanout.Local.Aws;
using Fanout.Local.Cost;
using Fanout.Local.Services.Athena;
using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Tests.Local.Services.Athena;

/// <summary>An Athena over buckets in memory, with a table <c>db.readings</c> of CSV objects by day.</summary>
internal sealed class TestAthena : IAsyncDisposable
{
    public const string Role = "arn:aws:iam::123456789012:role/analyst";

    private static readonly GlueColumn[] Columns =
    [
        new("id", "bigint"), new("device", "string"), new("temperature", "double"), new("price", "decimal(10,2)"),
        new("isok", "boolean"), new("measured", "timestamp"), new("born", "date"),
    ];

    private readonly JobEvents _jobs = new();

    public TestAthena(DateTimeOffset? now = null)
    {
        Service = new AthenaService(Store, new MemorySources(Catalog), _jobs, new FixedTime(now ?? DateTimeOffset.UnixEpoch.AddYears(52)), Usage);
        Catalog.CreateDatabase(new GlueDatabase("db", default));
        Service.AddWorkgroup(new Workgroup("reports", Enforces: true, "s3://results/out/", BytesScannedCutoff: null));
    }

    public MemoryObjectStore Store { get; } = new();

    public GlueCatalog Catalog { get; } = new();

    public AthenaService Service { get; }

    public Usage Usage { get; } = new();

    /// <summary>Makes the table known: CSV below s3://data/readings/YYYY/MM/DD/, with a line of names.</summary>
    public void AddReadings(Serde? serde = null) => Catalog.CreateTable(new GlueTable(
        "db", "readings", "s3://data/readings/", Columns, [new("day", "string")],
        serde ?? new Serde("lazy", Delimiter: ",", NullText: "\\N", SkippedLines: 1),
        Projection("day", "s3://data/readings/${day}/", ("type", "date"), ("format", "yyyy/MM/dd"), ("range", "2022/01/01,NOW"))));

    /// <summary>Makes a table without partitions known, below s3://data/NAME/.</summary>
    public void AddTable(string name, Serde serde, params (string Name, string Type)[] columns) => Catalog.CreateTable(new GlueTable(
        "db", name, $"s3://data/{name}/", [.. columns.Select(column => new GlueColumn(column.Name, column.Type))], [], serde, null));

    public static PartitionProjection Projection(string column, string template, params (string Name, string Value)[] parameters) =>
        PartitionProjection.Of(
            "readings", "s3://data/readings/", [new(column, "string")],
            parameters.ToDictionary(parameter => $"projection.{column}.{parameter.Name}", parameter => parameter.Value)
                .Append(new("projection.enabled", "true"))
                .Append(new("storage.location.template", template))
                .ToDictionary())!;

    /// <summary>Runs a query to its end.</summary>
    public async Task<QueryExecution> RunAsync(string query, string? workgroup = "reports", string? database = "db")
    {
        var id = await Service.StartAsync(new QueryRequest(query, database, Workgroup: workgroup), Role, CancellationToken.None);
        return await EndOfAsync(id);
    }

    /// <summary>Waits until a query has ended, well or not.</summary>
    public async Task<QueryExecution> EndOfAsync(string id)
    {
        await _jobs.EndOf(id);
        return Service.Get(id);
    }

    /// <summary>Runs a query that must end well; the lines of its result, without the last line feed.</summary>
    public async Task<string[]> SelectAsync(string query)
    {
        var execution = await RunAsync(query);
        Assert.That(execution.Reason, Is.Null);
        return Store.Text(execution.OutputLocation).TrimEnd('\n').Split('\n');
    }

    /// <summary>Runs a query that must fail; why.</summary>
    public async Task<string?> FailureAsync(string query)
    {
        var execution = await RunAsync(query);
        Assert.That(execution.State, Is.EqualTo(QueryState.Failed));
        return execution.Reason;
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
