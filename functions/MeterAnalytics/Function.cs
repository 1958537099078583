using Fanout.Functions.Common;
using Fanout.Functions.Common.Aws;
using Fanout.Functions.Common.DynamoDb;
using Fanout.Functions.MeterAnalytics.Events;
using Fanout.Functions.MeterAnalytics.Objects;
using Fanout.Functions.MeterAnalytics.Rejections;

namespace Fanout.Functions.MeterAnalytics;

/// <summary>Writes the result files of the roll-up queries to the table of metered amounts.</summary>
public static class Function
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private static readonly Lazy<NotificationHandler> Handler = new(() =>
    {
        // One for all services and invocations, in a process that does nothing else.
        var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = RequestTimeout,
        };
        return Create(Environment.GetEnvironmentVariable, http, TimeProvider.System, Random.Shared.NextDouble, Console.Out);
    });

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
    /// <exception cref="AwsException">DynamoDB or SQS refused a request.</exception>
    /// <exception cref="ItemsNotWrittenException">Items were still unprocessed after the last attempt.</exception>
    /// <exception cref="LinesNotReportedException">Rejected lines were still not sent after the last attempt.</exception>
    public static Task<Stream> Handle(Stream input) => Handler.Value.HandleAsync(input, CancellationToken.None);

    /// <summary>Puts the function together.</summary>
    /// <param name="variables">Gives the value of an environment variable, null where it is not set.</param>
    /// <param name="http">What sends the requests.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Gives a number from 0 up to 1.</param>
    /// <param name="log">Where lines of structured JSON go.</param>
    /// <exception cref="SettingException">A variable is missing or not allowed.</exception>
    internal static NotificationHandler Create(
        Func<string, string?> variables, HttpClient http, TimeProvider time, Func<double> random, TextWriter log)
    {
        var settings = FunctionSettings.Read(variables);
        var credentials = AwsCredentials.Read(variables);
        var retry = new Retry(time, random);
        var objects = new ObjectClient(http, ServiceEndpoint.Of("s3", variables), credentials, retry, time);
        var items = new BatchWriter(Client("dynamodb", BatchWriter.Target), retry);
        var queue = new RejectionQueue(Client("sqs", RejectionQueue.Target), retry, settings.RejectedLinesQueueUrl);
        return new NotificationHandler(
            new FileWriter(objects, items, queue, settings.TableName), settings.ResultsPrefix, log);

        JsonClient Client(string service, string target) =>
            new(http, ServiceEndpoint.Of(service, variables), target, credentials, time);
    }
}
