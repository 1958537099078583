using System.Text.Json;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Tests.Local.StepFunctions;

namespace Fanout.Tests.Local.Workflows;

/// <summary>Athena without a service: a query takes a second and ends well, with an id that counts up.</summary>
internal sealed class FakeAthena : IIntegrationCatalog
{
    /// <summary>The requests of queries, in their order.</summary>
    public List<JsonElement> Requests { get; } = [];

    /// <summary>The texts of the queries, in their order.</summary>
    public IEnumerable<string> Queries => Requests.Select(request => request.GetProperty("QueryString").GetString()!);

    /// <summary>The most queries that were under way at the same time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Called with the text of each query before it is taken; may throw.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>Called with the text of each query that was taken, and its id, at its end; may throw.</summary>
    public Action<string, string> After { get; set; } = (_, _) => { };

    /// <summary>Where results are, with the slash at its end.</summary>
    public string Results { get; set; } = "s3://results/electricity_by_period/";

    /// <summary>How ids begin.</summary>
    public string IdPrefix { get; set; } = "q-";

    public IMapRunPermissions MapRuns { get; } = new AllMapRuns();

    public IObjectStore Objects => throw new NotSupportedException("Nothing is read from S3.");

    public IParquetReader Parquet => throw new NotSupportedException("No Parquet is read.");

    public string Supported => "startQueryExecution.sync";

    public IIntegration? Resolve(string resource) =>
        resource == "arn:aws:states:::athena:startQueryExecution.sync" ? new Query(this) : null;

    private int UnderWay { get; set; }

    private sealed class Query(FakeAthena athena) : IIntegration
    {
        // On the loop's thread, one call after the other: the list needs no lock.
        public bool UsesLoopTime => true;

        public IEnumerable<string> CheckArguments(JsonElement arguments) => [];

        public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
        {
            var text = arguments.GetProperty("QueryString").GetString()!;
            athena.Requests.Add(arguments);
            var id = $"{athena.IdPrefix}{athena.Requests.Count}";
            athena.Before(text);
            context.Submitted(JsonSerializer.SerializeToElement(new { QueryExecutionId = id }));
            athena.MostAtOnce = Math.Max(athena.MostAtOnce, ++athena.UnderWay);
            await context.Loop.DelayAsync(TimeSpan.FromSeconds(1), cancellation);
            athena.UnderWay--;
            athena.After(text, id);
            return JsonSerializer.SerializeToElement(new
            {
                QueryExecution = new
                {
                    QueryExecutionId = id,
                    ResultConfiguration = new { OutputLocation = $"{athena.Results}{id}.csv" },
                    Statistics = new { DataScannedInBytes = 100 },
                },
            });
        }
    }
}
