using Amazon.DynamoDBv2;
using Fanout.Functions.Common;
using Fanout.Functions.Common.DynamoDb;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>Finds the anomalies in a batch of sensor readings and stores a summary of each reading.</summary>
public static class Function
{
    private static readonly Lazy<Analyzer> Analyzer = new(() => Create(
        Environment.GetEnvironmentVariable, new AwsClients(), TimeProvider.System, Random.Shared.NextDouble, Console.Out));

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
    /// <exception cref="ItemsNotWrittenException">DynamoDB refused the items, or left some unprocessed at the last attempt.</exception>
    public static Task<Stream> Handle(Stream input) => Analyzer.Value.AnalyzeAsync(input, CancellationToken.None);

    /// <summary>Puts the function together.</summary>
    /// <param name="variables">Gives the value of an environment variable, null where it is not set.</param>
    /// <param name="clients">How the clients of AWS are set up.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Gives a number from 0 up to 1.</param>
    /// <param name="log">Where lines of structured JSON go.</param>
    /// <exception cref="SettingException">A variable is missing or not allowed.</exception>
    internal static Analyzer Create(
        Func<string, string?> variables, AwsClients clients, TimeProvider time, Func<double> random, TextWriter log)
    {
        var settings = FunctionSettings.Read(variables);
        var client = new AmazonDynamoDBClient(clients.Configure(new AmazonDynamoDBConfig()));
        return new Analyzer(settings, new BatchWriter(client, new Repetition(time, random)), log);
    }
}
