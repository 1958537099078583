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

    /// <summary>The rows that each audit counts, after the line of names: reason, readings, file.</summary>
    public IReadOnlyList<(string Reason, int Readings, string File)> Counts { get; set; } = [("used", 240, "s3://data/a.csv")];

    /// <summary>The rows of an audit by its turn, from 1, in the place of <see cref="Counts"/>.</summary>
    public Func<int, IReadOnlyList<(string Reason, int Readings, string File)>>? CountsOf { get; set; }

    /// <summary>The bodies of the messages that were sent, in their order.</summary>
    public List<JsonElement> Messages { get; } = [];

    public string Supported => "startQueryExecution.sync, getQueryResults, sendMessage";

    public IIntegration? Resolve(string resource) => resource switch
    {
        "arn:aws:states:::athena:startQueryExecution.sync" => new Query(this),
        "arn:aws:states:::athena:getQueryResults" => new Answer(ReadCounts),
        "arn:aws:states:::sqs:sendMessage" => new Answer(Send),
        _ => null,
    };

    private static JsonElement Row(params IEnumerable<string> values) =>
        JsonSerializer.SerializeToElement(new { Data = values.Select(value => new { VarCharValue = value }) });

    private JsonElement ReadCounts(JsonElement arguments) => JsonSerializer.SerializeToElement(new
    {
        ResultSet = new
        {
            Rows = new[] { Row("part", "reason", "readings", "file", "line") }
                .Concat((CountsOf?.Invoke(++_audits) ?? Counts).Select(count => Row("0", count.Reason, $"{count.Readings}", count.File, "")))
                .Append(Row("1", "noSensor", "1", "s3://data/a.csv", "x"))
                .Take(arguments.GetProperty("MaxResults").GetInt32()),
        },
    });

    private JsonElement Send(JsonElement arguments)
    {
        Messages.Add(JsonElement.Parse(arguments.GetProperty("MessageBody").GetString()!));
        return JsonSerializer.SerializeToElement(new { MessageId = "m" });
    }

    private sealed class Answer(Func<JsonElement, JsonElement> answer) : IIntegration
    {
        public bool UsesLoopTime => true;

        public IEnumerable<string> CheckArguments(JsonElement arguments) => [];

        public Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation) =>
            Task.FromResult(answer(arguments));
    }

    private int UnderWay { get; set; }

    private int _audits;

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
