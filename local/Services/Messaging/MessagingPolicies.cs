using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.Messaging;

/// <summary>
/// Operations that give policies to queues and topics: the emulator keeps them, and what it accepts decides here
/// ("SetQueueAttributes", Amazon SQS API Reference; "SetTopicAttributes", Amazon SNS API Reference).
/// </summary>
/// <param name="authorizer">The policies by which calls are decided.</param>
/// <param name="account">The account.</param>
internal sealed class MessagingPolicies(Authorizer authorizer, AwsAccount account) : IService, IDisposable
{
    private const string Policy = "Policy";
    private const string Attributes = "Attributes";
    private const string SetQueueAttributes = "SetQueueAttributes";

    private static readonly HashSet<(string Service, string Operation)> Operations =
    [
        ("sqs", "CreateQueue"), ("sqs", SetQueueAttributes), ("sqs", "DeleteQueue"),
        ("sns", "CreateTopic"), ("sns", "SetTopicAttributes"), ("sns", "DeleteTopic"),
    ];

    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => Operations.Contains((request.Service, request.Operation));

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        var (arn, policy) = call.Request.Service == "sqs" ? OfQueue(call.Json) : OfTopic(call.Request.Form);
        if (arn is null)
        {
            return await call.ForwardAsync();
        }

        if (policy is { Length: > 0 } && Refusal(call.Request.Service, arn, policy) is { } refusal)
        {
            return refusal;
        }

        // What is read and what decides are changed as one.
        await _turn.WaitAsync(cancellation);
        try
        {
            var answer = policy is null && call.Request.Operation == SetQueueAttributes ? await KeepAsync(call) : await call.ForwardAsync();
            if (!answer.IsSuccess)
            {
                return answer;
            }

            if (call.Request.Operation.StartsWith("Delete", StringComparison.Ordinal) || policy is "")
            {
                authorizer.RemoveResourcePolicies(arn);
            }
            else if (policy is not null)
            {
                authorizer.SetResourcePolicy(arn, policy);
            }

            return answer;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    // The emulator takes the policy away from a queue whose other attributes are set; SQS keeps it.
    private static async Task<AwsAnswer> KeepAsync(ServiceCall call)
    {
        var url = call.Json.Text("QueueUrl");
        var read = await call.AskAsync("AmazonSQS.GetQueueAttributes", new JsonObject { ["QueueUrl"] = url, ["AttributeNames"] = new JsonArray(Policy) });
        if (!read.IsSuccess
            || JsonElement.Parse(read.Body).Member(Attributes).Text(Policy) is not { Length: > 0 } present
            || JsonNode.Parse(call.Body) is not JsonObject arguments
            || arguments[Attributes] is not JsonObject attributes)
        {
            return await call.ForwardAsync();
        }

        attributes[Policy] = present;
        return await call.AskAsync($"AmazonSQS.{SetQueueAttributes}", arguments);
    }

    // A policy that is refused must not reach the emulator, which would keep it.
    private static AwsAnswer? Refusal(string service, string arn, string policy)
    {
        try
        {
            PolicyDocument.Parse(policy, PolicyKind.Resource, arn, "resource policy");
            return null;
        }
        catch (LocalException refusal)
        {
            return service == "sqs"
                ? JsonBodies.Error(400, "InvalidAttributeValue", refusal.Message)
                : ErrorAnswer.Query(400, "InvalidParameter", refusal.Message);
        }
    }

    // No ARN is of a request that names nothing, which the emulator refuses.
    private (string? Arn, string? Policy) OfQueue(JsonElement body) => (
        (body.OptionalText("QueueUrl")?.Split('/')[^1] ?? body.OptionalText("QueueName")) is { } name ? account.Arn("sqs", name) : null,
        body.Member(Attributes).OptionalText(Policy));

    private (string? Arn, string? Policy) OfTopic(IReadOnlyDictionary<string, string> form) => (
        form.GetValueOrDefault("TopicArn") ?? (form.GetValueOrDefault("Name") is { } name ? account.Arn("sns", name) : null),
        form.GetValueOrDefault("AttributeName") == Policy ? form.GetValueOrDefault("AttributeValue")
        : form.FirstOrDefault(field => field.Key.EndsWith(".key", StringComparison.Ordinal) && field.Value == Policy) is { Key: { } key }
            ? form.GetValueOrDefault($"{key[..^"key".Length]}value")
            : null);
}
