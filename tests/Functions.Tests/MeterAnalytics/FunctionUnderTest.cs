using System.Net;
using System.Text;
using System.Text.Json;
using Fanout.Functions.Common;
using Fanout.Functions.MeterAnalytics;
using Fanout.Tests.Functions.Common;

namespace Fanout.Tests.Functions.MeterAnalytics;

/// <summary>The function over services in memory.</summary>
internal sealed class FunctionUnderTest : IDisposable
{
    public const string Bucket = "results";
    public const string Key = "electricity_by_period/query.csv";
    public const string HourHeader = "\"customerid\",\"sensorid_hour\",\"total_kwh\"\n";

    public static readonly Dictionary<string, string?> Variables = new()
    {
        ["TABLE_NAME"] = "amounts",
        ["REJECTED_LINES_QUEUE_URL"] = "https://sqs.eu-west-1.amazonaws.com/123456789012/rejected-lines",
        ["RESULTS_PREFIX"] = "electricity_by_period/",
    };

    private readonly StringWriter _log = new();

    public FakeAws Aws { get; } = new();

    public ImmediateTime Time { get; } = new();

    /// <summary>The items: both keys and the amount.</summary>
    public IEnumerable<string> Items => Aws.DynamoDb.Items.Select(
        item => $"{item.Key} {item.Value.GetProperty("kWh-Amount").GetProperty("N").GetString()}");

    /// <summary>The rejected lines: number, text and reason.</summary>
    public IEnumerable<(long Line, string? Text, string? Reason)> Rejections => Aws.Messages
        .Select(message => JsonElement.Parse(message))
        .Select(message => (
            message.GetProperty("line").GetInt64(),
            message.GetProperty("text").GetString(),
            message.GetProperty("reason").GetString()));

    public IEnumerable<JsonElement> LogLines =>
        _log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line));

    /// <summary>A notification of created objects of the bucket.</summary>
    public static string Event(params IEnumerable<string> keys) =>
        $$"""{"Records":[{{string.Join(',', keys.Select(key => Record(key)))}}]}""";

    /// <summary>A record of a notification.</summary>
    public static string Record(string key, string name = "ObjectCreated:Put") => $$$"""
        {"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-west-1","eventTime":"2022-02-01T03:31:00.000Z",
         "eventName":"{{{name}}}","s3":{"s3SchemaVersion":"1.0","bucket":{"name":"{{{Bucket}}}","arn":"arn:aws:s3:::results"},
         "object":{"key":{{{JsonSerializer.Serialize(WebUtility.UrlEncode(key))}}},"size":1,"eTag":"e","sequencer":"0"} } }
        """;

    /// <summary>Writes a file of this text.</summary>
    public Task<JsonElement> WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file of these bytes.</summary>
    public Task<JsonElement> WriteAsync(byte[] content)
    {
        Put(Key, () => new MemoryStream(content));
        return HandleAsync(Event(Key));
    }

    public void Put(string key, Func<Stream> content) => Aws.Objects[$"/{Bucket}/{key}"] = content;

    public void Put(string key, string content) => Put(key, () => new MemoryStream(Encoding.UTF8.GetBytes(content)));

    public async Task<JsonElement> HandleAsync(string input)
    {
        var handler = Function.Create(
            Variables.GetValueOrDefault, new AwsClients(new FakeHttp(Aws)), Time, () => 0.5, _log);
        await using var result = await handler.HandleAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(input)), CancellationToken.None);
        return JsonElement.Parse(new StreamReader(result).ReadToEnd());
    }

    public void Dispose()
    {
        Aws.Dispose();
        _log.Dispose();
    }
}
