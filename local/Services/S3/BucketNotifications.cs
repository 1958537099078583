using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Services.S3;

/// <summary>
/// Tells functions of the objects that are made in buckets ("Amazon S3 Event Notifications"), whoever makes them, at least
/// once and in any order.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="observe">Tells of the objects that are made in a bucket, until it is disposed.</param>
/// <param name="iam">Knows whom functions let in.</param>
/// <param name="invoke">Hands an event to a function, by its ARN, and waits for nothing.</param>
public sealed class BucketNotifications(
    AwsAccount account, Func<string, Action<CreatedObject>, IDisposable> observe, Authorizer iam, Action<string, byte[]> invoke)
{
    private const string Service = "s3.amazonaws.com";

    private readonly ConcurrentDictionary<string, IDisposable> _ofBuckets = new();
    private readonly Callbacks<Action<Notification>> _observers = new();
    private long _sequence = DateTime.UtcNow.Ticks;

    /// <summary>Tells functions by rules, in the place of those that the bucket had before.</summary>
    /// <exception cref="LocalException">S3 would refuse them.</exception>
    internal void Configure(string bucket, ImmutableArray<NotificationRule> rules)
    {
        CheckOverlaps(rules);
        foreach (var rule in rules)
        {
            CheckTarget(rule, bucket);
        }

        var observation = observe(bucket, created => Tell(created, rules));
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

        invoke(notification.FunctionArn, Encoding.UTF8.GetBytes(notification.Message));
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
