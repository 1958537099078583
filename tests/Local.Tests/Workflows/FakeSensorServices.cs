using System.Text.Json;
using Fanout.Local.StepFunctions.DistributedMaps;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Tests.Local.StepFunctions;

namespace Fanout.Tests.Local.Workflows;

/// <summary>Athena and Lambda beside S3, without a service: a query gives the readings that are set, a call counts its batch.</summary>
internal sealed class FakeSensorServices : IIntegrationCatalog
{
    private readonly FakeServices _others = new();

    /// <summary>The objects of all buckets.</summary>
    public FakeBuckets Buckets => _others.Buckets;

    public IMapRunPermissions MapRuns { get; } = new AllMapRuns();

    public IObjectStore Objects => _others.Objects;

    public IParquetReader Parquet => _others.Parquet;

    /// <summary>Finds Map Runs.</summary>
    public Func<string, MapRun?> FindMapRun { set => _others.FindMapRun = value; }

    /// <summary>The messages that were sent to a queue.</summary>
    public List<JsonElement> Sent => _others.Sent;

    /// <summary>The requests of queries.</summary>
    public List<JsonElement> Queries { get; } = [];

    /// <summary>The inputs of the function's calls.</summary>
    public List<JsonElement> Batches { get; } = [];

    /// <summary>The readings that a query finds, each as JSON.</summary>
    public IReadOnlyList<string> Readings { get; set; } = [];

    /// <summary>Whether a query that finds nothing writes a manifest of no files.</summary>
    public bool WritesEmptyManifest { get; set; } = true;

    /// <summary>Called before each call with its action and arguments; may throw.</summary>
    public Action<string, JsonElement> Before { get; set; } = (_, _) => { };

    /// <summary>What the function reports of a batch.</summary>
    public Func<JsonElement, object> Report { get; set; } = batch => new
    {
        readings = batch.GetProperty("Items").GetArrayLength(),
        healthy = batch.GetProperty("Items").GetArrayLength(),
        anomalous = 0,
        duplicates = 0,
        anomalies = new Dictionary<string, int> { ["low_battery"] = 0 },
        rejectedCount = 0,
        reasons = new { },
        rejected = Array.Empty<object>(),
    };

    public string Supported => "startQueryExecution.sync, invoke, listObjectsV2";

    public IIntegration? Resolve(string resource) => resource switch
    {
        "arn:aws:states:::athena:startQueryExecution.sync" => new Fake(this, "query", Query),
        "arn:aws:states:::lambda:invoke" => new Fake(this, "invoke", Invoke),
        "arn:aws:states:::aws-sdk:s3:listObjectsV2" => new Fake(this, "list", List),
        _ => _others.Resolve(resource),
    };

    private object Query(JsonElement arguments)
    {
        Queries.Add(arguments);
        if (Readings.Count > 0)
        {
            Buckets.Put("unloaded/file", string.Join('\n', Readings));
        }

        if (Readings.Count > 0 || WritesEmptyManifest)
        {
            Buckets.Put("athena/q-1-manifest.csv", Readings.Count > 0 ? "s3://results/unloaded/file\n" : "");
        }

        return new
        {
            QueryExecution = new
            {
                QueryExecutionId = "q-1",
                ResultConfiguration = new { OutputLocation = "s3://results/athena/q-1" },
                Statistics = new { DataManifestLocation = "s3://results/athena/q-1-manifest.csv" },
            },
        };
    }

    private object Invoke(JsonElement arguments)
    {
        var batch = arguments.GetProperty("Payload");
        Batches.Add(batch);
        return new { ExecutedVersion = "$LATEST", Payload = Report(batch), StatusCode = 200 };
    }

    private object List(JsonElement arguments)
    {
        var prefix = arguments.GetProperty("Prefix").GetString()!;
        var found = Buckets.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Take(arguments.GetProperty("MaxKeys").GetInt32())
            .Select(key => new { Key = key, Size = Buckets[key].Length })
            .ToArray();
        return found.Length > 0 ? new { Contents = found, KeyCount = found.Length } : new { KeyCount = 0 };
    }

    private sealed class Fake(FakeSensorServices services, string action, Func<JsonElement, object> call) : IIntegration
    {
        // On the loop's thread, one call after the other: the lists need no lock.
        public bool UsesLoopTime => true;

        public IEnumerable<string> CheckArguments(JsonElement arguments) => [];

        public Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
        {
            services.Before(action, arguments);
            return Task.FromResult(JsonSerializer.SerializeToElement(call(arguments)));
        }
    }
}
