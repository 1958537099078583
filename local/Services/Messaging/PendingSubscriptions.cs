using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Messaging;

/// <summary>
/// Subscriptions that the owner of the endpoint must confirm: addresses outside, and resources of another account. Nothing leaves
/// this machine, no token either, so that they stay pending and get no message; the emulator, which would call them, never has
/// them ("Subscribe", "ConfirmSubscription", Amazon SNS API Reference).
/// </summary>
internal sealed class PendingSubscriptions : IService
{
    private const string Subscribe = "Subscribe";
    private const string Unsubscribe = "Unsubscribe";
    private const string ConfirmSubscription = "ConfirmSubscription";
    private const string GetAttributes = "GetSubscriptionAttributes";
    private const string SetAttributes = "SetSubscriptionAttributes";
    private const string FilterPolicy = "FilterPolicy";
    private const string FilterPolicyScope = "FilterPolicyScope";
    private const string EffectiveDeliveryPolicy = "EffectiveDeliveryPolicy";
    private const string RawMessageDelivery = "RawMessageDelivery";
    private const string SubscriptionArn = "SubscriptionArn";
    private const int ElementsOfArn = 6;

    private static readonly string[] Operations =
        [Subscribe, Unsubscribe, ConfirmSubscription, "ListSubscriptions", "ListSubscriptionsByTopic", GetAttributes, SetAttributes];

    private static readonly string[] Protocols = ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"];
    private static readonly string[] Documents = ["DeliveryPolicy", FilterPolicy, "RedrivePolicy"];
    private static readonly string[] Settable = [.. Documents, FilterPolicyScope, RawMessageDelivery, "SubscriptionRoleArn"];

    private readonly ConcurrentDictionary<string, Pending> _pending = new();

    /// <summary>Whether the owner of an endpoint must confirm its subscription.</summary>
    public static bool IsConfirmedByOwner(string protocol, string endpoint) =>
        protocol is "http" or "https" or "email" or "email-json"
        || (endpoint.Split(':') is ["arn", _, _, _, { Length: > 0 } account, ..] && account != AwsAccount.Id);

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "sns" && Operations.Contains(request.Operation);

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        try
        {
            var form = call.Request.Form;
            return call.Request.Operation switch
            {
                Subscribe => await SubscribeAsync(call),
                ConfirmSubscription => await ConfirmAsync(call),
                "ListSubscriptions" or "ListSubscriptionsByTopic" => await ListAsync(call),
                _ when Checked(form.GetValueOrDefault(SubscriptionArn, "")) is var arn && _pending.TryGetValue(arn, out var found) => call.Request.Operation switch
                {
                    GetAttributes => SnsAnswer.Of(GetAttributes, SnsAnswer.Map("Attributes", found.All)),
                    SetAttributes => Set(found, form.GetValueOrDefault("AttributeName", ""), form.GetValueOrDefault("AttributeValue")),
                    _ => throw SnsAnswer.Invalid("SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation"),
                },
                _ => await call.ForwardAsync(),
            };
        }
        catch (ServiceException refusal)
        {
            return SnsAnswer.Error(refusal);
        }
    }

    /// <summary>Forgets the subscriptions of a topic.</summary>
    public void Forget(string topicArn)
    {
        foreach (var subscription in Of(topicArn))
        {
            _pending.TryRemove(subscription.Arn, out _);
        }
    }

    /// <summary>The subscriptions of a topic.</summary>
    public IEnumerable<Pending> Of(string topicArn) => _pending.Values.Where(subscription => subscription.Topic == topicArn);

    private async Task<AwsAnswer> SubscribeAsync(ServiceCall call)
    {
        var form = call.Request.Form;
        var (topic, protocol, endpoint) = (form.GetValueOrDefault("TopicArn", ""), form.GetValueOrDefault("Protocol", ""), form.GetValueOrDefault("Endpoint", ""));
        if (!Protocols.Contains(protocol))
        {
            throw SnsAnswer.Invalid($"Amazon SNS does not support this protocol string: {protocol}");
        }

        if (!IsConfirmedByOwner(protocol, endpoint))
        {
            return await call.ForwardAsync();
        }

        var known = await call.AskFormAsync("GetTopicAttributes", ("TopicArn", topic));
        if (!known.IsSuccess)
        {
            return known;
        }

        CheckEndpoint(protocol, endpoint);
        var attributes = SnsAnswer.Map(form, "Attributes").ToImmutableSortedDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
        {
            CheckAttribute(name, value);
        }

        if (protocol is "http" or "https")
        {
            attributes = attributes.SetItem(EffectiveDeliveryPolicy, SnsAnswer.Entries(known).GetValueOrDefault(EffectiveDeliveryPolicy, ""));
        }

        // An endpoint is subscribed once, however often it is asked for.
        var subscription = Of(topic).FirstOrDefault(other => other.Protocol == protocol && other.Endpoint == endpoint)
            ?? new Pending($"{topic}:{Guid.NewGuid()}", topic, protocol, endpoint, call.Caller.User);
        _pending[subscription.Arn] = subscription with { Attributes = attributes };
        return SnsAnswer.Of(Subscribe, SnsAnswer.Text(
            SubscriptionArn, form.GetValueOrDefault("ReturnSubscriptionArn", "").Equals("true", StringComparison.OrdinalIgnoreCase) ? subscription.Arn : "pending confirmation"));
    }

    // Nobody was sent a token.
    private static async Task<AwsAnswer> ConfirmAsync(ServiceCall call)
    {
        var known = await call.AskFormAsync("GetTopicAttributes", ("TopicArn", call.Request.Form.GetValueOrDefault("TopicArn", "")));
        return known.IsSuccess ? throw SnsAnswer.Invalid("Token") : known;
    }

    private async Task<AwsAnswer> ListAsync(ServiceCall call)
    {
        var answer = await call.ForwardAsync();
        var topic = call.Request.Form.GetValueOrDefault("TopicArn");
        var pending = topic is null ? [.. _pending.Values] : Of(topic).ToArray();
        if (!answer.IsSuccess || pending.Length == 0 || SnsAnswer.Value(answer, "NextToken") is { Length: > 0 })
        {
            return answer;
        }

        return SnsAnswer.Of(call.Request.Operation, SnsAnswer.List("Subscriptions",
        [
            .. SnsAnswer.Members(answer).Select(member => member.Select(text => SnsAnswer.Text(text.Key, text.Value))),
            .. pending.OrderBy(subscription => subscription.Arn, StringComparer.Ordinal).Select(subscription => subscription.Listed),
        ]));
    }

    private AwsAnswer Set(Pending subscription, string name, string? value)
    {
        CheckAttribute(name, value ?? "");
        var others = subscription.Attributes.Remove(name);
        _pending[subscription.Arn] = subscription with { Attributes = value is { Length: > 0 } and not "{}" ? others.Add(name, value) : others };
        return SnsAnswer.Of(SetAttributes);
    }

    private static void CheckEndpoint(string protocol, string endpoint)
    {
        if (protocol is "http" or "https" && !endpoint.StartsWith($"{protocol}://", StringComparison.Ordinal))
        {
            throw SnsAnswer.Invalid("Endpoint must match the specified protocol");
        }

        if (protocol is "email" or "email-json" && !(endpoint.Split('@') is [{ Length: > 0 }, { Length: > 0 }]))
        {
            throw SnsAnswer.Invalid("Email address");
        }
    }

    private static void CheckAttribute(string name, string value)
    {
        if (!Settable.Contains(name))
        {
            throw SnsAnswer.Invalid("AttributeName");
        }

        try
        {
            if (Documents.Contains(name) && value.Length > 0)
            {
                JsonElement.Parse(value);
            }
        }
        catch (JsonException)
        {
            throw SnsAnswer.Invalid($"{name}: failed to parse JSON.");
        }
    }

    // What lists say of a pending one is no ARN.
    private static string Checked(string arn) => arn.Split(':').Length is var elements && elements >= ElementsOfArn ? arn
        : throw SnsAnswer.Invalid($"SubscriptionArn Reason: An ARN must have at least {ElementsOfArn} elements, not {elements}");

    /// <summary>A subscription that waits for its confirmation.</summary>
    /// <param name="Arn">Its ARN, which Subscribe tells who asks for it.</param>
    /// <param name="Topic">The topic.</param>
    /// <param name="Protocol">How it would be sent messages.</param>
    /// <param name="Endpoint">Where to.</param>
    /// <param name="Principal">Who has subscribed it.</param>
    internal sealed record Pending(string Arn, string Topic, string Protocol, string Endpoint, string Principal)
    {
        /// <summary>What it was given, and what holds of it.</summary>
        public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

        /// <summary>All that is told of it.</summary>
        public IEnumerable<KeyValuePair<string, string>> All
        {
            get
            {
                var all = Attributes.SetItems(
                [
                    new(SubscriptionArn, Arn),
                    new("TopicArn", Topic),
                    new("Protocol", Protocol),
                    new("Endpoint", Endpoint),
                    new("Owner", AwsAccount.Id),
                    new("SubscriptionPrincipal", Principal),
                    new("PendingConfirmation", "true"),
                    new("ConfirmationWasAuthenticated", "false"),
                    new(RawMessageDelivery, Attributes.GetValueOrDefault(RawMessageDelivery, "false").ToLowerInvariant()),
                ]);
                return !all.ContainsKey(FilterPolicy) ? all.Remove(FilterPolicyScope)
                    : all.ContainsKey(FilterPolicyScope) ? all
                    : all.Add(FilterPolicyScope, "MessageAttributes");
            }
        }

        /// <summary>What lists say of it.</summary>
        public IEnumerable<System.Xml.Linq.XElement> Listed =>
        [
            SnsAnswer.Text(SubscriptionArn, "PendingConfirmation"), SnsAnswer.Text("Owner", AwsAccount.Id), SnsAnswer.Text("Protocol", Protocol),
            SnsAnswer.Text("Endpoint", Endpoint), SnsAnswer.Text("TopicArn", Topic),
        ];
    }
}
