using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.S3.Model;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;

namespace Fanout.Local.WebConsole.Reading;

/// <summary>A bucket, a table or a queue.</summary>
/// <param name="Kind">Which of them, in the plural.</param>
/// <param name="Name">Its name.</param>
/// <param name="Workflow">The workflow that it is part of; null where it is part of none.</param>
internal sealed record Store(string Kind, string Name, string? Workflow)
{
    /// <summary>Buckets.</summary>
    public const string Buckets = "buckets";

    /// <summary>Tables.</summary>
    public const string Tables = "tables";

    /// <summary>Queues.</summary>
    public const string Queues = "queues";
}

/// <summary>The first items of a store.</summary>
/// <param name="Facts">What else is known of it.</param>
/// <param name="Columns">What each item has.</param>
/// <param name="Rows">The items.</param>
/// <param name="Note">What is to be known of them.</param>
internal sealed record StoreItems(
    IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows, string Note);

/// <summary>Reads buckets, tables and queues by their APIs, at the door as the account's root.</summary>
/// <param name="cloud">The account.</param>
/// <param name="stack">What the program declared.</param>
internal sealed class StoreReader(LocalCloud cloud, StackView stack)
{
    private const int Most = 25;
    private const int MostMessages = 10;

    /// <summary>All that there are.</summary>
    public async Task<IReadOnlyList<Store>> AllAsync(CancellationToken cancellation)
    {
        using var s3 = cloud.S3();
        var buckets = (await s3.ListBucketsAsync(cancellation)).Buckets ?? [];
        var tables = await DynamoDbAsync("ListTables", new JsonObject(), cancellation);
        var queues = await SqsAsync("ListQueues", new JsonObject(), cancellation);
        return
        [
            .. buckets.Select(bucket => StoreOf(Store.Buckets, bucket.BucketName)),
            .. Texts(tables, "TableNames").Select(table => StoreOf(Store.Tables, table)),
            .. Texts(queues, "QueueUrls").Select(url => StoreOf(Store.Queues, url[(url.LastIndexOf('/') + 1)..])),
        ];
    }

    /// <summary>The first items of a store that exists.</summary>
    public Task<StoreItems> ItemsAsync(Store store, CancellationToken cancellation) => store.Kind switch
    {
        Store.Buckets => ObjectsAsync(store.Name, cancellation),
        Store.Tables => TableItemsAsync(store.Name, cancellation),
        _ => MessagesAsync(store.Name, cancellation),
    };

    private async Task<StoreItems> ObjectsAsync(string bucket, CancellationToken cancellation)
    {
        using var s3 = cloud.S3();
        var listed = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, MaxKeys = Most }, cancellation);
        return new StoreItems(
            [],
            ["Key", "#Size", "Modified (UTC)"],
            [
                .. (listed.S3Objects ?? []).Select(item => new[]
                {
                    item.Key, Markup.Shown.Size(item.Size ?? 0), item.LastModified is { } time ? Markup.Shown.Time(new DateTimeOffset(time.ToUniversalTime())) : "",
                }),
            ],
            listed.IsTruncated == true ? $"The first {Most}; there are more." : "");
    }

    private async Task<StoreItems> TableItemsAsync(string table, CancellationToken cancellation)
    {
        var description = (await DynamoDbAsync("DescribeTable", new JsonObject { ["TableName"] = table }, cancellation)).GetProperty("Table");
        var page = await DynamoDbAsync("Scan", new JsonObject { ["TableName"] = table, ["Limit"] = Most }, cancellation);
        string[] keys = [.. description.GetProperty("KeySchema").EnumerateArray().Select(key => key.GetProperty("AttributeName").GetString()!)];
        return new StoreItems(
            [("Key", string.Join(", ", keys)), ("Items", $"{description.GetProperty("ItemCount").GetInt64()}")],
            [.. keys, "Item"],
            [
                .. page.GetProperty("Items").EnumerateArray().Select(item => (string[])
                [
                    .. keys.Select(key => item.TryGetProperty(key, out var value) ? Plain(value) : ""),
                    Markup.PrettyJson.Of(item),
                ]),
            ],
            page.TryGetProperty("LastEvaluatedKey", out _) ? $"The first {Most}; there are more." : "");
    }

    // To look at a message counts as a receipt, and after so many a queue gives it up: not from here.
    private async Task<StoreItems> MessagesAsync(string queue, CancellationToken cancellation)
    {
        var url = (await SqsAsync("GetQueueUrl", new JsonObject { ["QueueName"] = queue }, cancellation)).GetProperty("QueueUrl").GetString()!;
        var attributes = (await SqsAsync(
            "GetQueueAttributes", new JsonObject { ["QueueUrl"] = url, ["AttributeNames"] = new JsonArray("All") }, cancellation)).GetProperty("Attributes");
        (string, string)[] facts =
        [
            ("Messages", Attribute("ApproximateNumberOfMessages")),
            ("Under way", Attribute("ApproximateNumberOfMessagesNotVisible")),
        ];
        if (attributes.TryGetProperty("RedrivePolicy", out _))
        {
            return new StoreItems(facts, ["Message"], [], "Its messages are not shown: to look at one counts as a receipt, and after some it goes to the dead-letter queue.");
        }

        var received = await SqsAsync(
            "ReceiveMessage",
            new JsonObject { ["QueueUrl"] = url, ["MaxNumberOfMessages"] = MostMessages, ["VisibilityTimeout"] = 0, ["WaitTimeSeconds"] = 0 },
            cancellation);
        return new StoreItems(
            facts,
            ["Message"],
            [
                .. (received.TryGetProperty("Messages", out var messages) ? messages.EnumerateArray() : default(JsonElement.ArrayEnumerator))
                    .Select(message => new[] { Markup.PrettyJson.OfText(message.GetProperty("Body").GetString()!) }),
            ],
            $"Up to {MostMessages} messages, which stay there.");

        string Attribute(string name) => attributes.TryGetProperty(name, out var value) ? value.GetString()! : "0";
    }

    private Store StoreOf(string kind, string name) => new(kind, name, stack.WorkflowOf(name));

    private Task<JsonElement> DynamoDbAsync(string operation, JsonObject arguments, CancellationToken cancellation) =>
        CallAsync("dynamodb", $"DynamoDB_20120810.{operation}", arguments, cancellation);

    private Task<JsonElement> SqsAsync(string operation, JsonObject arguments, CancellationToken cancellation) =>
        CallAsync("sqs", $"AmazonSQS.{operation}", arguments, cancellation);

    private Task<JsonElement> CallAsync(string service, string target, JsonObject arguments, CancellationToken cancellation) =>
        cloud.Json.CallAsync(service, target, JsonSerializer.SerializeToElement(arguments), cloud.Root, cancellation);

    private static IEnumerable<string> Texts(JsonElement answer, string member) =>
        answer.TryGetProperty(member, out var texts) ? texts.EnumerateArray().Select(text => text.GetString()!) : [];

    // {"S": "a"}, {"N": "1"}
    private static string Plain(JsonElement value) =>
        value.EnumerateObject().First().Value is { ValueKind: JsonValueKind.String } text ? text.GetString()! : value.GetRawText();
}
