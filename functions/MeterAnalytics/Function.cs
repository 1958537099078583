using Amazon.DynamoDBv2;
using Amazon.S3;
using Amazon.SQS;
using Fanout.Functions.Common;
using Fanout.Functions.Common.DynamoDb;
using Fanout.Functions.MeterAnalytics.Events;
using Fanout.Functions.MeterAnalytics.Objects;
using Fanout.Functions.MeterAnalytics.Rejections;

namespace Fanout.Functions.MeterAnalytics;

/// <summary>Writes the result files of the roll-up queries to the table of metered amounts.</summary>
public static class Function
{
    private static readonly Lazy<NotificationHandler> Handler = new(() => Create(
        Environment.GetEnvironmentVariable, new AwsClients(), TimeProvider.System, Random.Shared.NextDouble, Console.Out));

    /// <summary>
    /// Writes the files that a notification names. Every line becomes an item of the table, gives way to a later line
    /// with its key, or goes to the queue of rejected lines; so does a file that cannot be used at all. The same
    /// notification writes the same items.
    /// </summary>
    /// <param name="input">A notification of S3 ("Event message structure").</param>
    /// <returns>
    /// <c>{"files", "rejectedFiles", "lines", "written", "duplicates", "rejected"}</c>; lines is the sum of the last three.
    /// </returns>
    /// <exception cref="EventException">The input is no notification.</exception>
    /// <exception cref="SettingException">An environment variable is missing or not allowed.</exception>
    /// <exception cref="ObjectNotReadException">S3 refused a file, or it broke off.</exception>
    /// <exception cref="ItemsNotWrittenException">DynamoDB refused items, or left some unprocessed at the last attempt.</exception>
    /// <exception cref="LinesNotReportedException">SQS refused rejected lines, or did not take some at the last attempt.</exception>
    public static Task<Stream> Handle(Stream input) => Handler.Value.HandleAsync(input, CancellationToken.None);

    /// <summary>Puts the function together.</summary>
    /// <param name="variables">Gives the value of an environment variable, null where it is not set.</param>
    /// <param name="clients">How the clients of AWS are set up.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Gives a number from 0 up to 1.</param>
    /// <param name="log">Where lines of structured JSON go.</param>
    /// <exception cref="SettingException">A variable is missing or not allowed.</exception>
    internal static NotificationHandler Create(
        Func<string, string?> variables, AwsClients clients, TimeProvider time, Func<double> random, TextWriter log)
    {
        var settings = FunctionSettings.Read(variables);
        var repetition = new Repetition(time, random);

        // Buckets are named in the path, which every endpoint takes.
        var objects = new ObjectClient(new AmazonS3Client(clients.Configure(new AmazonS3Config { ForcePathStyle = true })));
        var items = new BatchWriter(new AmazonDynamoDBClient(clients.Configure(new AmazonDynamoDBConfig())), repetition);
        var queue = new RejectionQueue(
            new AmazonSQSClient(clients.Configure(new AmazonSQSConfig())), repetition, settings.RejectedLinesQueueUrl);
        return new NotificationHandler(
            new FileWriter(objects, items, queue, settings.TableName), settings.ResultsPrefix, log);
    }
}
