using System.Text.Encodings.Web;
using System.Text.Json;
using Fanout.Local.StepFunctions.DistributedMaps;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Tests.Local.StepFunctions;

namespace Fanout.Tests.Local.Workflows;

/// <summary>S3, SNS and SQS without a service: objects in memory, lists of what was published and sent.</summary>
internal sealed class FakeServices : IIntegrationCatalog
{
    // As services write JSON: a quote is two bytes, not six.
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The objects of all buckets.</summary>
    public FakeBuckets Buckets { get; } = new();

    public IMapRunPermissions MapRuns { get; } = new AllMapRuns();

    public IObjectStore Objects => Buckets;

    public IParquetReader Parquet => throw new NotSupportedException("The tests read no Parquet.");

    /// <summary>The messages of the topic.</summary>
    public List<string> Published { get; } = [];

    /// <summary>How many messages each call of publishBatch held.</summary>
    public List<int> Batches { get; } = [];

    /// <summary>The messages of the dead-letter queue.</summary>
    public List<JsonElement> Sent { get; } = [];

    /// <summary>Called before each call with its action and arguments; may throw.</summary>
    public Action<string, JsonElement> Before { get; set; } = (_, _) => { };

    /// <summary>For a message the code that the topic refuses it with and whether the sender is at fault; null takes it.</summary>
    public Func<string, (string Code, bool SenderFault)?> Refuse { get; set; } = _ => null;

    /// <summary>Finds Map Runs.</summary>
    public Func<string, MapRun?> FindMapRun { get; set; } = _ => null;

    public string Supported => "getObject, publish, publishBatch, sendMessage, describeMapRun";

    public IIntegration? Resolve(string resource) => resource switch
    {
        "arn:aws:states:::aws-sdk:s3:getObject" => new Fake(this, "getObject", GetObject),
        "arn:aws:states:::sns:publish" => new Fake(this, "publish", Publish),
        "arn:aws:states:::aws-sdk:sns:publishBatch" => new Fake(this, "publishBatch", PublishBatch),
        "arn:aws:states:::sqs:sendMessage" => new Fake(this, "sendMessage", SendMessage),
        "arn:aws:states:::aws-sdk:sfn:describeMapRun" => new Fake(this, "describeMapRun", DescribeMapRun),
        _ => null,
    };

    private JsonElement GetObject(JsonElement arguments, TaskContext context)
    {
        var key = arguments.GetProperty("Key").GetString()!;
        return Buckets.Contains(key)
            ? JsonSerializer.SerializeToElement(new { Body = Buckets.Text(key), ETag = "\"e\"" }, Relaxed)
            : throw new TaskFailedException("S3.NoSuchKeyException", "The specified key does not exist.");
    }

    private JsonElement DescribeMapRun(JsonElement arguments, TaskContext context) => JsonSerializer.SerializeToElement(new
    {
        ItemCounts = new { FindMapRun(arguments.GetProperty("MapRunArn").GetString()!)!.Items.Total },
    });

    private JsonElement Publish(JsonElement arguments, TaskContext context)
    {
        Published.Add(arguments.GetProperty("Message").GetString()!);
        return JsonSerializer.SerializeToElement(new { MessageId = "m" });
    }

    private JsonElement PublishBatch(JsonElement arguments, TaskContext context)
    {
        var entries = arguments.GetProperty("PublishBatchRequestEntries").EnumerateArray()
            .Select(entry => (Id: entry.GetProperty("Id").GetString()!, Message: entry.GetProperty("Message").GetString()!))
            .ToArray();
        Batches.Add(entries.Length);
        var refused = entries.Select(entry => (entry.Id, entry.Message, Refusal: Refuse(entry.Message))).ToArray();
        Published.AddRange(refused.Where(entry => entry.Refusal is null).Select(entry => entry.Message));
        return JsonSerializer.SerializeToElement(new
        {
            Successful = refused.Where(entry => entry.Refusal is null).Select(entry => new { entry.Id, MessageId = $"m-{entry.Id}" }),
            Failed = refused.Where(entry => entry.Refusal is not null).Select(entry => new
            {
                entry.Id,
                entry.Refusal!.Value.Code,
                Message = "it was refused",
                entry.Refusal!.Value.SenderFault,
            }),
        });
    }

    private JsonElement SendMessage(JsonElement arguments, TaskContext context)
    {
        Sent.Add(JsonElement.Parse(arguments.GetProperty("MessageBody").GetString()!));
        return JsonSerializer.SerializeToElement(new { MessageId = "m" });
    }

    private sealed class Fake(FakeServices services, string action, Func<JsonElement, TaskContext, JsonElement> call) : IIntegration
    {
        // On the loop's thread, one call after the other: the lists need no lock.
        public bool UsesLoopTime => true;

        public IEnumerable<string> CheckArguments(JsonElement arguments) => [];

        public Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
        {
            services.Before(action, arguments);
            return Task.FromResult(call(arguments, context));
        }
    }
}
