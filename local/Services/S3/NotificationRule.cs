using System.Collections.Immutable;

namespace Fanout.Local.Services.S3;

/// <summary>Which events of a bucket go to a function ("LambdaFunctionConfiguration", Amazon S3 API Reference).</summary>
/// <param name="Id">The rule's id.</param>
/// <param name="FunctionArn">The function.</param>
/// <param name="Events">The types of the events, such as <c>s3:ObjectCreated:*</c>.</param>
/// <param name="Prefix">What the object's key must begin with.</param>
/// <param name="Suffix">What it must end with.</param>
internal sealed record NotificationRule(string Id, string FunctionArn, ImmutableArray<string> Events, string Prefix, string Suffix)
{
    private const string AnyCreated = "s3:ObjectCreated:*";

    // The types that are raised here ("Supported event types for SQS, SNS, and Lambda").
    private static readonly string[] Known =
        [AnyCreated, "s3:ObjectCreated:Put", "s3:ObjectCreated:Copy", "s3:ObjectCreated:CompleteMultipartUpload"];

    /// <summary>Reads one of a notification's <c>lambdaFunctions</c>.</summary>
    /// <exception cref="LocalException">An input is missing, or an event is none that is raised here.</exception>
    public static NotificationRule Of(ImmutableDictionary<string, object> inputs, int number)
    {
        var function = Text("lambdaFunctionArn") ?? throw new LocalException($"lambdaFunctions[{number}].lambdaFunctionArn is required.");
        var events = (inputs.GetValueOrDefault("events") as IEnumerable<object> ?? []).Cast<string>().ToImmutableArray();
        if (events.IsEmpty)
        {
            throw new LocalException($"lambdaFunctions[{number}].events is required.");
        }

        if (events.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
        {
            throw new LocalException(
                $"lambdaFunctions[{number}].events has \"{unknown}\"; the local cloud raises {string.Join(", ", Known)}.");
        }

        return new NotificationRule(Text("id") ?? $"rule-{number}", function, events, Text("filterPrefix") ?? "", Text("filterSuffix") ?? "");

        string? Text(string input) => inputs.GetValueOrDefault(input) as string;
    }

    /// <summary>Whether an event goes to the function; names and keys are compared letter by letter.</summary>
    /// <param name="eventName">The event's type, such as <c>s3:ObjectCreated:Put</c>.</param>
    /// <param name="key">The object's key, not encoded.</param>
    public bool Matches(string eventName, string key) =>
        (Events.Contains(eventName) || Events.Contains(AnyCreated))
        && key.StartsWith(Prefix, StringComparison.Ordinal)
        && key.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Whether one event could go by both rules, which S3 refuses.</summary>
    public bool Overlaps(NotificationRule other) =>
        (Events.Contains(AnyCreated) || other.Events.Contains(AnyCreated) || Events.Intersect(other.Events).Any())
        && (Prefix.StartsWith(other.Prefix, StringComparison.Ordinal) || other.Prefix.StartsWith(Prefix, StringComparison.Ordinal))
        && (Suffix.EndsWith(other.Suffix, StringComparison.Ordinal) || other.Suffix.EndsWith(Suffix, StringComparison.Ordinal));
}
