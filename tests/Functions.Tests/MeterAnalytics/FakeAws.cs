using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fanout.Tests.Functions.Common;

namespace Fanout.Tests.Functions.MeterAnalytics;

/// <summary>S3, DynamoDB and SQS in memory behind an <see cref="HttpClient"/>, told how to answer.</summary>
internal sealed class FakeAws : HttpMessageHandler
{
    private readonly HttpMessageInvoker _dynamoDb;
    private readonly Lock _lock = new();

    public FakeAws()
    {
        _dynamoDb = new HttpMessageInvoker(DynamoDb);
    }

    public FakeDynamoDb DynamoDb { get; } = new("amounts", "CustomerID", "SensorID-Period");

    /// <summary>The objects, by the path that a request names them with, decoded: <c>/bucket/key</c>.</summary>
    public Dictionary<string, Func<Stream>> Objects { get; } = [];

    /// <summary>Answers a request for an object, by its number from 0 on; null where it is looked up.</summary>
    public Func<int, HttpResponseMessage?> ObjectAnswer { get; set; } = _ => null;

    /// <summary>The requests for objects, as they were sent.</summary>
    public List<HttpRequestMessage> ObjectRequests { get; } = [];

    /// <summary>The indexes of the messages of a request that the queue does not take, by the request's number.</summary>
    public Func<int, int[]> FailedMessages { get; set; } = _ => [];

    /// <summary>Answers a request to the queue, by its number from 0 on; null where the messages are taken.</summary>
    public Func<int, HttpResponseMessage?> QueueAnswer { get; set; } = _ => null;

    /// <summary>How many messages each request to the queue had.</summary>
    public List<int> QueueCalls { get; } = [];

    /// <summary>The requests' bodies.</summary>
    public List<JsonElement> QueueRequests { get; } = [];

    /// <summary>What the queue holds, as it was sent.</summary>
    public List<string> Messages { get; } = [];

    public static HttpResponseMessage ObjectError(HttpStatusCode status, string code) => new(status)
    {
        Content = new StringContent(
            $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>The message.</Message></Error>", Encoding.UTF8, "application/xml"),
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            return Get(request);
        }

        var target = request.Headers.GetValues("x-amz-target").Single();
        return target == "AmazonSQS.SendMessageBatch"
            ? Queue(JsonElement.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)))
            : await _dynamoDb.SendAsync(request, cancellationToken);
    }

    private HttpResponseMessage Get(HttpRequestMessage request)
    {
        ObjectRequests.Add(request);
        if (ObjectAnswer(ObjectRequests.Count - 1) is { } answer)
        {
            return answer;
        }

        return Objects.TryGetValue(Uri.UnescapeDataString(request.RequestUri!.AbsolutePath), out var content)
            ? new HttpResponseMessage { Content = new StreamContent(content()) }
            : ObjectError(HttpStatusCode.NotFound, "NoSuchKey");
    }

    private HttpResponseMessage Queue(JsonElement body)
    {
        lock (_lock)
        {
            JsonElement[] entries = [.. body.GetProperty("Entries").EnumerateArray()];
            QueueCalls.Add(entries.Length);
            QueueRequests.Add(body);
            if (QueueAnswer(QueueCalls.Count - 1) is { } answer)
            {
                return answer;
            }

            var failed = FailedMessages(QueueCalls.Count - 1);
            JsonElement[] taken = [.. entries.Where((_, index) => !failed.Contains(index))];
            Messages.AddRange(taken.Select(Body));
            var successes = taken.Select(entry =>
                $$"""{"Id":"{{entry.GetProperty("Id")}}","MessageId":"m-{{entry.GetProperty("Id")}}","MD5OfMessageBody":"{{Md5(Body(entry))}}"}""");
            var failures = failed.Select(index =>
                $$"""{"Id":"{{entries[index].GetProperty("Id")}}","Code":"InternalError","Message":"Try later.","SenderFault":false}""");
            return new HttpResponseMessage
            {
                Content = new StringContent($$"""{"Successful":[{{string.Join(',', successes)}}],"Failed":[{{string.Join(',', failures)}}]}""", Encoding.UTF8),
            };
        }
    }

    private static string Body(JsonElement entry) => entry.GetProperty("MessageBody").GetString()!;

    // The client compares it with what it sent.
    [SuppressMessage("Security", "CA5351", Justification = "SQS's checksum is MD5.")]
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
