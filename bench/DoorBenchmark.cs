using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;

namespace Fanout.Bench;

/// <summary>
/// The same signed requests through the door, which authenticates, authorizes and counts them, and to the emulator alone, in
/// turn, so that the ratio holds on a busy machine too.
/// </summary>
internal static class DoorBenchmark
{
    private const string Name = "door-benchmark";
    private const int Rounds = 5;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static Command Command()
    {
        var parallel = new Option<int>("--parallel") { Description = "How many requests at a time", DefaultValueFactory = _ => 8 };
        var command = new Command("door", "Requests a second through the door beside the emulator alone") { parallel };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(parallel), cancellation));
        return command;
    }

    private static async Task RunAsync(int parallel, CancellationToken cancellation)
    {
        var account = new AwsAccount("us-east-1");
        await using var cloud = await LocalCloud.StartAsync(
            new LocalCloudOptions(account, Emulator: null, Port: 0, Console.Error), cancellation);
        await FillAsync(cloud, cancellation);
        using var door = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = parallel }) { BaseAddress = cloud.Gateway.Endpoint };
        var handler = EmulatorAddress.HandlerOf(cloud.Gateway.Emulator);
        handler.MaxConnectionsPerServer = parallel;
        using var emulator = new HttpClient(handler) { BaseAddress = EmulatorAddress.BaseOf(cloud.Gateway.Emulator) };

        var table = new ResultTable();
        foreach (var (what, service, request) in new (string, string, Func<HttpRequestMessage>)[]
        {
            ("s3 GetObject, 1 KiB", "s3", () => new HttpRequestMessage(HttpMethod.Get, new Uri($"/{Name}/object", UriKind.Relative))),
            ("dynamodb GetItem", "dynamodb", GetItem),
        })
        {
            var (through, alone) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                through.Add(await RateAsync(door, service, request));
                alone.Add(await RateAsync(emulator, service, request));
            }

            table.Add($"{what}: through the door", $"{through.Median():N0} a second");
            table.Add($"{what}: the emulator alone", $"{alone.Median():N0} a second");
            table.Add($"{what}: ratio", $"{through.Zip(alone, (one, other) => one / other).ToList().Median():0.00}");
        }

        table.Print();

        async Task<double> RateAsync(HttpClient client, string service, Func<HttpRequestMessage> request)
        {
            var done = 0;
            var start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, parallel).Select(async _ =>
            {
                while (Stopwatch.GetElapsedTime(start) < Round)
                {
                    using var message = request();
                    message.RequestUri = new Uri(client.BaseAddress!, message.RequestUri!);
                    await message.SignAsync(cloud.Root, account.Region, service, cancellation);
                    using var answer = await client.SendAsync(message, cancellation);
                    answer.EnsureSuccessStatusCode();
                    Interlocked.Increment(ref done);
                }
            }));
            return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static async Task FillAsync(LocalCloud cloud, CancellationToken cancellation)
    {
        using var s3 = cloud.S3();
        await s3.PutBucketAsync(Name, cancellation);
        await s3.PutObjectAsync(
            new Amazon.S3.Model.PutObjectRequest { BucketName = Name, Key = "object", ContentBody = new string('x', 1024) }, cancellation);
        using var dynamo = cloud.DynamoDb();
        await dynamo.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = Name,
                BillingMode = "PAY_PER_REQUEST",
                AttributeDefinitions = [new AttributeDefinition("id", "S")],
                KeySchema = [new KeySchemaElement("id", "HASH")],
            },
            cancellation);
        await dynamo.PutItemAsync(Name, new() { ["id"] = new AttributeValue("1"), ["text"] = new AttributeValue(new string('x', 100)) }, cancellation);
    }

    private static HttpRequestMessage GetItem()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/", UriKind.Relative))
        {
            Content = new StringContent("""{"TableName": "NAME", "Key": {"id": {"S": "1"}}}""".Replace("NAME", Name, StringComparison.Ordinal), Encoding.UTF8, "application/x-amz-json-1.0"),
        };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.GetItem");
        return request;
    }
}
