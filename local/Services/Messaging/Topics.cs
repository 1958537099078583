using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Services.Messaging;

/// <summary>
/// Topics and their attributes: the emulator keeps them, policies decide here, and what the emulator takes and does not tell
/// again is told ("CreateTopic", "SetTopicAttributes", "AddPermission", Amazon SNS API Reference).
/// </summary>
/// <param name="authorizer">The policies by which calls are decided.</param>
/// <param name="account">The account.</param>
/// <param name="pending">The subscriptions that the emulator does not have.</param>
internal sealed partial class Topics(Authorizer authorizer, AwsAccount account, PendingSubscriptions pending) : IService, IDisposable
{
    private const string Policy = "Policy";
    private const string GetTopicAttributes = "GetTopicAttributes";
    private const string SetTopicAttributes = "SetTopicAttributes";
    private const string AddPermission = "AddPermission";

    private static readonly string[] Operations =
        ["CreateTopic", GetTopicAttributes, SetTopicAttributes, "DeleteTopic", AddPermission, "RemovePermission"];

    private static readonly string[] Told = ["ContentBasedDeduplication", "DeliveryPolicy", "DisplayName", "FifoTopic", "KmsMasterKeyId", Policy];

    private static readonly ImmutableArray<string> Kept =
    [
        "ArchivePolicy", "FifoThroughputScope", "SignatureVersion", "TracingConfig",
        .. from protocol in new[] { "Application", "Firehose", "HTTP", "Lambda", "SQS" }
           from attribute in new[] { "FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate" }
           select $"{protocol}{attribute}",
    ];

    // What a topic's owner may let others do.
    private static readonly string[] Permitted =
    [
        "AddPermission", "DeleteTopic", "GetTopicAttributes", "ListSubscriptionsByTopic", "Publish", "Receive", "RemovePermission",
        "SetTopicAttributes", "Subscribe",
    ];

    private readonly ConcurrentDictionary<string, ImmutableDictionary<string, string>> _kept = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "sns" && Operations.Contains(request.Operation);

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        // No ARN is of a request that names nothing, which the emulator refuses.
        var form = call.Request.Form;
        if ((form.GetValueOrDefault("TopicArn") ?? (form.GetValueOrDefault("Name") is { } name ? account.Arn("sns", name) : null)) is not { } arn)
        {
            return await call.ForwardAsync();
        }

        // What is read and what decides are changed as one.
        await _turn.WaitAsync(cancellation);
        try
        {
            return await (call.Request.Operation switch
            {
                "CreateTopic" => CreateAsync(call, arn),
                GetTopicAttributes => GetAsync(call, arn),
                SetTopicAttributes => SetAsync(call, arn),
                "DeleteTopic" => DeleteAsync(call, arn),
                _ => PermitAsync(call, arn),
            });
        }
        catch (ServiceException refusal)
        {
            return SnsAnswer.Error(refusal);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private async Task<AwsAnswer> CreateAsync(ServiceCall call, string arn)
    {
        var given = SnsAnswer.Map(call.Request.Form, "Attributes");
        foreach (var (name, value) in given)
        {
            Check(arn, name, value);
        }

        if ((await ReadAsync(call, arn)).Attributes is { } present)
        {
            if (given.Any(attribute => !IsSame(attribute.Value, present.GetValueOrDefault(attribute.Key, ""))))
            {
                throw SnsAnswer.Invalid("Attributes Reason: Topic already exists with different attributes");
            }

            var tags = SnsAnswer.Members(await call.AskFormAsync("ListTagsForResource", ("ResourceArn", arn))).ToDictionary(tag => tag["Key"], tag => tag["Value"]);
            return SnsAnswer.Map(call.Request.Form, "Tags", "Key", "Value").All(tag => tags.TryGetValue(tag.Key, out var value) && value == tag.Value)
                ? SnsAnswer.Of("CreateTopic", SnsAnswer.Text("TopicArn", arn))
                : throw SnsAnswer.Invalid("Tags Reason: Topic already exists with different tags");
        }

        var answer = await call.ForwardAsync();
        if (answer.IsSuccess)
        {
            _kept[arn] = given.Where(attribute => Kept.Contains(attribute.Key)).ToImmutableDictionary();
            Apply(arn, given.GetValueOrDefault(Policy));
        }

        return answer;
    }

    private async Task<AwsAnswer> GetAsync(ServiceCall call, string arn)
    {
        var (answer, attributes) = await ReadAsync(call, arn);
        return attributes is null ? answer : SnsAnswer.Of(GetTopicAttributes, SnsAnswer.Map("Attributes", attributes));
    }

    private async Task<AwsAnswer> SetAsync(ServiceCall call, string arn)
    {
        var (name, value) = (call.Request.Form.GetValueOrDefault("AttributeName", ""), call.Request.Form.GetValueOrDefault("AttributeValue", ""));
        Check(arn, name, value);
        var answer = await call.ForwardAsync();
        if (answer.IsSuccess && name == Policy)
        {
            Apply(arn, value);
        }
        else if (answer.IsSuccess && Kept.Contains(name))
        {
            _kept[arn] = _kept.GetValueOrDefault(arn, ImmutableDictionary<string, string>.Empty).SetItem(name, value);
        }

        return answer;
    }

    private async Task<AwsAnswer> DeleteAsync(ServiceCall call, string arn)
    {
        var answer = await call.ForwardAsync();
        if (answer.IsSuccess)
        {
            _kept.TryRemove(arn, out _);
            pending.Forget(arn);
            Apply(arn, null);
        }

        return answer;
    }

    private async Task<AwsAnswer> PermitAsync(ServiceCall call, string arn)
    {
        var (read, attributes) = await ReadAsync(call, arn);
        if (attributes is null)
        {
            return read;
        }

        var (form, present) = (call.Request.Form, attributes[Policy]);
        var label = form.GetValueOrDefault("Label") is { Length: > 0 } given ? given : throw SnsAnswer.Invalid("Label");
        var policy = call.Request.Operation == AddPermission ? Added(form, present, label, arn)
            : PermissionStatement.IsIn(present, label) ? PermissionStatement.Removed(present, label)
            : present;
        if (policy is "")
        {
            throw SnsAnswer.Invalid("Policy Error: null");
        }

        var answer = await call.AskFormAsync(SetTopicAttributes, ("TopicArn", arn), ("AttributeName", Policy), ("AttributeValue", policy));
        if (!answer.IsSuccess)
        {
            return answer;
        }

        Apply(arn, policy);
        return SnsAnswer.Of(call.Request.Operation);
    }

    private static string Added(IReadOnlyDictionary<string, string> form, string present, string label, string arn)
    {
        var (accounts, actions) = (SnsAnswer.List(form, "AWSAccountId"), SnsAnswer.List(form, "ActionName"));
        return PermissionStatement.IsIn(present, label) ? throw SnsAnswer.Invalid("Statement already exists")
            : actions.Length == 0 || actions.Any(action => !Permitted.Contains(action)) ? throw SnsAnswer.Invalid("Policy statement action out of service scope!")
            : accounts.Length == 0 || accounts.Any(account => !AccountId().IsMatch(account)) ? throw SnsAnswer.Invalid("Policy Error: PrincipalNotFound")
            : PermissionStatement.Added(present, label, accounts, actions.Select(action => $"SNS:{action}"), arn, "__default_policy_ID");
    }

    private void Apply(string arn, string? policy)
    {
        if (policy is null)
        {
            authorizer.RemoveResourcePolicies(arn);
        }
        else
        {
            authorizer.SetResourcePolicy(arn, policy);
        }
    }

    // A policy that is refused must not reach the emulator, which would keep it.
    private static void Check(string arn, string name, string value)
    {
        if (!Told.Contains(name) && !Kept.Contains(name))
        {
            throw SnsAnswer.Invalid("AttributeName");
        }

        if (name != Policy)
        {
            return;
        }

        try
        {
            PolicyDocument.Parse(value.Length > 0 ? value : throw SnsAnswer.Invalid("Policy Error: null"), PolicyKind.Resource, arn, "resource policy");
        }
        catch (LocalException refusal)
        {
            throw SnsAnswer.Invalid($"Policy Error: {refusal.Message}");
        }
    }

    // No attributes are of a topic that is not there.
    private async Task<(AwsAnswer Answer, Dictionary<string, string>? Attributes)> ReadAsync(ServiceCall call, string arn)
    {
        var answer = await call.AskFormAsync(GetTopicAttributes, ("TopicArn", arn));
        if (!answer.IsSuccess)
        {
            return (answer, null);
        }

        var attributes = SnsAnswer.Entries(answer);
        foreach (var (name, value) in _kept.GetValueOrDefault(arn, ImmutableDictionary<string, string>.Empty))
        {
            attributes[name] = value;
        }

        attributes["SubscriptionsPending"] = pending.Of(arn).Count().ToString(CultureInfo.InvariantCulture);
        return (answer, attributes);
    }

    // A policy may be written in many ways; what is not set is no text, and no flag.
    private static bool IsSame(string given, string present) => given == present
        || (given is "false" && present is "" or "False")
        || (given is "true" && present is "True")
        || (Parsed(given) is { } one && Parsed(present) is { } other && JsonNode.DeepEquals(one, other));

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return text.StartsWith('{') ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A\d{12}\z")]
    private static partial Regex AccountId();
}
