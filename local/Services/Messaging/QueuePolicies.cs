using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.Messaging;

/// <summary>
/// Operations that give policies to queues: the emulator keeps them, and what it accepts decides here ("SetQueueAttributes",
/// "AddPermission", Amazon SQS API Reference).
/// </summary>
/// <param name="authorizer">The policies by which calls are decided.</param>
/// <param name="account">The account.</param>
internal sealed partial class QueuePolicies(Authorizer authorizer, AwsAccount account) : IService, IDisposable
{
    private const string Policy = "Policy";
    private const string Attributes = "Attributes";
    private const string SetQueueAttributes = "SetQueueAttributes";
    private const string AddPermission = "AddPermission";
    private const string RemovePermission = "RemovePermission";
    private const string InvalidValue = "InvalidParameterValue";
    private const int MostActions = 7;

    private static readonly string[] Operations = ["CreateQueue", SetQueueAttributes, "DeleteQueue", AddPermission, RemovePermission];

    // What a queue's owner may let others do.
    private static readonly string[] Permitted =
    [
        "*", "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ListDeadLetterSourceQueues", "PurgeQueue",
        "ReceiveMessage", "SendMessage",
    ];

    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "sqs" && Operations.Contains(request.Operation);

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        if (call.Request.Form.Count > 0)
        {
            return ErrorAnswer.Query(
                400,
                "UnsupportedOperation",
                $"The local cloud takes {call.Request.Operation} in SQS's JSON protocol only, which SDKs speak since November 2023; use a newer one.");
        }

        // No ARN is of a request that names nothing, which the emulator refuses.
        if ((call.Json.OptionalText("QueueUrl")?.Split('/')[^1] ?? call.Json.OptionalText("QueueName")) is not { } name)
        {
            return await call.ForwardAsync();
        }

        // What is read and what decides are changed as one.
        await _turn.WaitAsync(cancellation);
        try
        {
            return await AnswerAsync(call, account.Arn("sqs", name));
        }
        catch (ServiceException refusal)
        {
            return JsonBodies.Error(refusal.StatusCode, refusal.Code, refusal.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private async Task<AwsAnswer> AnswerAsync(ServiceCall call, string arn)
    {
        switch (call.Request.Operation)
        {
            case AddPermission or RemovePermission:
                return await PermitAsync(call, arn);
            case "DeleteQueue":
                return Applied(await call.ForwardAsync(), arn, "");
        }

        var policy = call.Json.Member(Attributes).OptionalText(Policy);
        if (policy is { Length: > 0 })
        {
            Check(arn, policy);
        }

        return Applied(policy is null && call.Request.Operation == SetQueueAttributes ? await KeepAsync(call) : await call.ForwardAsync(), arn, policy);
    }

    private AwsAnswer Applied(AwsAnswer answer, string arn, string? policy)
    {
        if (answer.IsSuccess && policy is "")
        {
            authorizer.RemoveResourcePolicies(arn);
        }
        else if (answer.IsSuccess && policy is not null)
        {
            authorizer.SetResourcePolicy(arn, policy);
        }

        return answer;
    }

    private async Task<AwsAnswer> PermitAsync(ServiceCall call, string arn)
    {
        var read = await ReadAsync(call);
        if (!read.Answer.IsSuccess)
        {
            return read.Answer;
        }

        var label = call.Json.OptionalText("Label") ?? throw new ServiceException("MissingParameter", "The request must contain the parameter Label.");
        if (!Label().IsMatch(label))
        {
            throw Invalid(label, "Label", "Must be alphanumeric, with - and _, of 1 to 80 characters");
        }

        var policy = call.Request.Operation == AddPermission ? Added(call.Json, read.Policy, label, arn) : Removed(read.Policy, label);
        var answer = await call.AskAsync($"AmazonSQS.{SetQueueAttributes}", new JsonObject
        {
            ["QueueUrl"] = call.Json.Text("QueueUrl"),
            [Attributes] = new JsonObject { [Policy] = policy },
        });
        return Applied(answer, arn, policy);
    }

    private static string Added(JsonElement request, string? policy, string label, string arn)
    {
        var (accounts, actions) = (Texts(request, "AWSAccountIds"), Texts(request, "Actions"));
        if (PermissionStatement.IsIn(policy, label))
        {
            throw Invalid(label, "Label", "Already exists");
        }

        if (actions.FirstOrDefault(action => !Permitted.Contains(action)) is { } other)
        {
            throw Invalid($"SQS:{other}", "ActionName", "Only the queue owner is allowed to invoke this action");
        }

        return actions.Length > MostActions
            ? throw new ServiceException("OverLimit", $"{actions.Length} Actions were found, maximum allowed is {MostActions}.", 403)
            : accounts.FirstOrDefault(id => !AccountId().IsMatch(id)) is { } unknown ? throw Invalid(unknown, "PrincipalId", "Unable to verify")
            : PermissionStatement.Added(policy, label, accounts, actions.Select(action => $"SQS:{action}"), arn, $"{arn}/SQSDefaultPolicy");
    }

    private static string Removed(string? policy, string label) => PermissionStatement.IsIn(policy, label)
        ? PermissionStatement.Removed(policy!, label)
        : throw Invalid(label, "Label", "can't find label on existing policy");

    private static string[] Texts(JsonElement request, string name) =>
        request.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
            ? [.. list.EnumerateArray().Select(item => item.ToString())]
            : throw new ServiceException("MissingParameter", $"The request must contain the parameter {name}.");

    private static ServiceException Invalid(string value, string parameter, string reason) =>
        new(InvalidValue, $"Value {value} for parameter {parameter} is invalid. Reason: {reason}.");

    private static async Task<(AwsAnswer Answer, string? Policy)> ReadAsync(ServiceCall call)
    {
        var read = await call.AskAsync(
            "AmazonSQS.GetQueueAttributes", new JsonObject { ["QueueUrl"] = call.Json.OptionalText("QueueUrl"), ["AttributeNames"] = new JsonArray(Policy) });
        return (read, read.IsSuccess ? JsonElement.Parse(read.Body).Member(Attributes).OptionalText(Policy) : null);
    }

    // The emulator takes the policy away from a queue whose other attributes are set; SQS keeps it.
    private static async Task<AwsAnswer> KeepAsync(ServiceCall call)
    {
        if ((await ReadAsync(call)).Policy is not { Length: > 0 } present
            || JsonNode.Parse(call.Body) is not JsonObject arguments
            || arguments[Attributes] is not JsonObject attributes)
        {
            return await call.ForwardAsync();
        }

        attributes[Policy] = present;
        return await call.AskAsync($"AmazonSQS.{SetQueueAttributes}", arguments);
    }

    // A policy that is refused must not reach the emulator, which would keep it.
    private static void Check(string arn, string policy)
    {
        try
        {
            PolicyDocument.Parse(policy, PolicyKind.Resource, arn, "resource policy");
        }
        catch (LocalException refusal)
        {
            throw new ServiceException("InvalidAttributeValue", refusal.Message);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,80}\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A\d{12}\z")]
    private static partial Regex AccountId();
}
