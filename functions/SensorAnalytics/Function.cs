using Fanout.Functions.Common;
using Fanout.Functions.Common.Aws;
using Fanout.Functions.Common.DynamoDb;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>Finds the anomalies in a batch of sensor readings and stores a summary of each reading.</summary>
public static class Function
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private static readonly Lazy<Analyzer> Analyzer = new(() => Create(Environment.GetEnvironmentVariable));

    /// <summary>
    /// Analyzes a batch. Every reading is stored, folded into another of the same device and time, or reported as
    /// rejected; the same batch stores the same items.
    /// </summary>
    /// <param name="input">
    /// The input of a Distributed Map's child ("ItemBatcher (Map)"): <c>{"BatchInput": {"executionName",
    /// "analysisDate"}, "Items": [reading...]}</c>.
    /// </param>
    /// <returns>The counts and the rejected readings, as JSON of at most 200 KiB.</returns>
    /// <exception cref="BatchException">The input is no batch.</exception>
    /// <exception cref="SettingException">An environment variable is missing or not allowed.</exception>
    /// <exception cref="AwsException">DynamoDB refused the items.</exception>
    /// <exception cref="ItemsNotWrittenException">Items were still unprocessed after the last attempt.</exception>
    public static Task<Stream> Handle(Stream input) => Analyzer.Value.AnalyzeAsync(input, CancellationToken.None);

    private static Analyzer Create(Func<string, string?> variables)
    {
        var settings = FunctionSettings.Read(variables);
        var client = new JsonClient(
            new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = RequestTimeout },
            ServiceEndpoint.Of("dynamodb", variables),
            BatchWriter.Target,
            AwsCredentials.Read(variables),
            TimeProvider.System);
        var writer = new BatchWriter(client, new Retry(TimeProvider.System, Random.Shared.NextDouble));
        return new Analyzer(settings, writer, Console.Out);
    }
}
