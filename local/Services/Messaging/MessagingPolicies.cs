using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam;

namespace Fanout.Local.Services.Messaging;

/// <summary>
/// Operations that give policies to queues and topics: the emulator keeps them, and what it accepts decides here
/// ("SetQueueAttributes", Amazon SQS API Reference; "SetTopicAttributes", Amazon SNS API Reference).
/// </summary>
/// <param name="authorizer">The policies by which calls are decided.</param>
/// <param name="account">The account.</param>
internal sealed class MessagingPolicies(Authorizer authorizer, AwsAccount account) : IService
{
    private const string Policy = "Policy";

    private static readonly HashSet<(string Service, string Operation)> Operations =
    [
        ("sqs", "CreateQueue"), ("sqs", "SetQueueAttributes"), ("sqs", "DeleteQueue"),
        ("sns", "CreateTopic"), ("sns", "SetTopicAttributes"), ("sns", "DeleteTopic"),
    ];

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => Operations.Contains((request.Service, request.Operation));

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        var answer = await call.ForwardAsync();
        if (!answer.IsSuccess)
        {
            return answer;
        }

        try
        {
            var (arn, policy) = call.Request.Service == "sqs" ? OfQueue(call.Json) : OfTopic(call.Request.Form);
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
        catch (LocalException refusal)
        {
            return call.Request.Service == "sqs"
                ? JsonBodies.Error(400, "InvalidAttributeValue", refusal.Message)
                : ErrorAnswer.Query(400, "InvalidParameter", refusal.Message);
        }
    }

    private (string Arn, string? Policy) OfQueue(JsonElement body)
    {
        var name = body.TryGetProperty("QueueUrl", out var url) ? url.GetString()!.Split('/')[^1] : body.GetProperty("QueueName").GetString()!;
        return (
            account.Arn("sqs", name),
            body.TryGetProperty("Attributes", out var attributes) && attributes.TryGetProperty(Policy, out var policy) ? policy.GetString() : null);
    }

    private (string Arn, string? Policy) OfTopic(IReadOnlyDictionary<string, string> form) => (
        form.GetValueOrDefault("TopicArn") ?? account.Arn("sns", form["Name"]),
        form.GetValueOrDefault("AttributeName") == Policy ? form.GetValueOrDefault("AttributeValue")
        : form.FirstOrDefault(field => field.Key.EndsWith(".key", StringComparison.Ordinal) && field.Value == Policy) is { Key: { } key }
            ? form.GetValueOrDefault($"{key[..^"key".Length]}value")
            : null);
}
