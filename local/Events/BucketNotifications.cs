using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Fanout.Local.Cloud;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Lambda;

namespace Fanout.Local.Events;

/// <summary>
/// Tells functions of the objects that are made in buckets ("Amazon S3 Event Notifications"), whoever makes them, at least
/// once and in any order.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="gateway">Sees the objects.</param>
/// <param name="iam">Knows whom functions let in.</param>
/// <param name="invocations">Takes the events.</param>
public sealed class BucketNotifications(AwsAccount account, Gateway gateway, Authorizer iam, AsynchronousInvocations invocations)
{
    private const string Service = "s3.amazonaws.com";

    private readonly ConcurrentDictionary<string, IDisposable> _ofBuckets = new();
    private readonly Callbacks<Action<Notification>> _observers = new();
    private long _sequence = DateTime.UtcNow.Ticks;

    /// <summary>Acts upon <c>aws:s3/bucketNotification:BucketNotification</c>, in the place of what the bucket had before.</summary>
    /// <exception cref="LocalException">S3 would refuse it, or it asks for what is not supported here.</exception>
    public void Configure(CloudResource resource)
    {
        if (resource.Inputs.GetValueOrDefault("eventbridge") is true || resource.Maps("queues").Any() || resource.Maps("topics").Any())
        {
            throw new LocalException("the local cloud tells functions of objects only: use lambdaFunctions, not eventbridge, queues or topics.");
        }

        Configure(resource.RequiredText("bucket"), [.. resource.Maps("lambdaFunctions").Select(NotificationRule.Of)]);
    }

    /// <summary>Tells functions by rules, in the place of those that the bucket had before.</summary>
    /// <exception cref="LocalException">S3 would refuse them.</exception>
    internal void Configure(string bucket, ImmutableArray<NotificationRule> rules)
    {
        CheckOverlaps(rules);
        foreach (var rule in rules)
        {
            CheckTarget(rule, bucket);
        }

        var observation = gateway.ObserveObjects(bucket, created => Tell(created, rules));
        _ofBuckets.AddOrUpdate(bucket, observation, (_, former) =>
        {
            former.Dispose();
            return observation;
        });
    }

    /// <summary>Tells of every event that goes to a function.</summary>
    /// <param name="observer">Gets each event; called by any thread.</param>
    /// <returns>What ends it when disposed.</returns>
    public IDisposable Observe(Action<Notification> observer) => _observers.Add(observer);

    /// <summary>Delivers an event, once more where it was delivered before.</summary>
    public void Deliver(Notification notification)
    {
        foreach (var observer in _observers.All)
        {
            observer(notification);
        }

        invocations.Start(notification.FunctionArn, Encoding.UTF8.GetBytes(notification.Message));
    }

    private void Tell(CreatedObject created, ImmutableArray<NotificationRule> rules)
    {
        var sequencer = Interlocked.Increment(ref _sequence).ToString("X18", CultureInfo.InvariantCulture);
        foreach (var rule in rules.Where(rule => rule.Matches(ObjectEvent.NameOf(created), created.Key)))
        {
            Deliver(new Notification(rule.FunctionArn, ObjectEvent.Message(created, rule.Id, account.Region, sequencer)));
        }
    }

    private static void CheckOverlaps(ImmutableArray<NotificationRule> rules)
    {
        foreach (var (index, rule) in rules.Index())
        {
            if (rules.Skip(index + 1).FirstOrDefault(rule.Overlaps) is { } other)
            {
                throw new LocalException(
                    $"Configuration is ambiguously defined: the rules {rule.Id} and {other.Id} take the same event type with "
                        + $"overlapping filters (prefixes \"{rule.Prefix}\" and \"{other.Prefix}\", suffixes \"{rule.Suffix}\" and "
                        + $"\"{other.Suffix}\"); S3 needs filters of which an object can meet only one.");
            }
        }
    }

    private void CheckTarget(NotificationRule rule, string bucket)
    {
        var source = AwsAccount.S3Arn(bucket);
        var invocation = new RequestedAction("lambda:InvokeFunction", rule.FunctionArn)
            .With(ConditionKeys.SourceArn, source)
            .With(ConditionKeys.SourceAccount, AwsAccount.Id);
        if (!iam.Decide(Caller.OfService(Service), invocation).IsAllowed)
        {
            throw new LocalException(
                $"Unable to validate the following destination configurations: {Service} may not invoke {rule.FunctionArn} for "
                    + $"{source}. Add an aws:lambda/permission:Permission with the action lambda:InvokeFunction, the principal {Service}, "
                    + $"the sourceArn {source} and the sourceAccount {AwsAccount.Id}, and let the notification depend on it (DependsOn).");
        }
    }
}
