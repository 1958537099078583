using System.Text.Encodings.Web;
using System.Text.Json;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.Workflows;

/// <summary>S3, SNS and SQS without a service: objects in memory, and lists of what was published and sent.</summary>
internal sealed class FakeServices : IIntegrationCatalog
{
    // As services write JSON: a quote is two bytes, not six.
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The objects by key.</summary>
    public Dictionary<string, string> Objects { get; } = [];

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

    public string Supported => "getObject, publishBatch, sendMessage";

    public IIntegration? Resolve(string resource) => resource switch
    {
        "arn:aws:states:::aws-sdk:s3:getObject" => new Fake(this, "getObject", GetObject),
        "arn:aws:states:::aws-sdk:sns:publishBatch" => new Fake(this, "publishBatch", PublishBatch),
        "arn:aws:states:::sqs:sendMessage" => new Fake(this, "sendMessage", SendMessage),
        _ => null,
    };

    private JsonElement GetObject(JsonElement arguments) =>
        Objects.TryGetValue(arguments.GetProperty("Key").GetString()!, out var body)
            ? JsonSerializer.SerializeToElement(new { Body = body, ETag = "\"e\"" }, Relaxed)
            : throw new TaskFailedException("S3.NoSuchKeyException", "The specified key does not exist.");

    private JsonElement PublishBatch(JsonElement arguments)
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
                entry.Id, entry.Refusal!.Value.Code, Message = "it was refused", entry.Refusal!.Value.SenderFault,
            }),
        });
    }

    private JsonElement SendMessage(JsonElement arguments)
    {
        Sent.Add(JsonElement.Parse(arguments.GetProperty("MessageBody").GetString()!));
        return JsonSerializer.SerializeToElement(new { MessageId = "m" });
    }

    private sealed class Fake(FakeServices services, string action, Func<JsonElement, JsonElement> call) : IIntegration
    {
        // On the loop's thread, one call after the other: the lists need no lock.
        public bool UsesLoopTime => true;

        public IEnumerable<string> CheckArguments(JsonElement arguments) => [];

        public Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
        {
            services.Before(action, arguments);
            return Task.FromResult(call(arguments));
        }
    }
}
