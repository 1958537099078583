using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fanout.Local.Stacks;

namespace Fanout.Local.Checks;

/// <summary>
/// What nobody deletes expires: uploads that were given up, results of queries and of Map Runs, access logs.
/// </summary>
public sealed partial class Expiry() : Rule("expiry")
{
    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        foreach (var bucket in graph.OfType(AwsType.Bucket).Where(bucket => !Rules(graph, bucket.Text("bucket")!).Any(rule =>
            rule.At("abortIncompleteMultipartUpload.daysAfterInitiation") is not null && PrefixOf(rule) == "")))
        {
            yield return Broken(
                bucket, "uploads that were given up stay", "a lifecycle rule for the whole bucket that aborts them", "make it a SecureBucket");
        }

        foreach (var (writer, bucket, prefix, what) in Temporary(graph).Where(place => !Rules(graph, place.Bucket).Any(rule =>
            rule.At("expiration.days") is not null && place.Prefix.StartsWith(PrefixOf(rule), StringComparison.Ordinal))))
        {
            yield return Broken(
                writer,
                $"{what} stay under s3://{bucket}/{prefix}",
                "a place that a lifecycle rule of the bucket expires",
                "name the prefix in the bucket's TemporaryPrefixes");
        }
    }

    private static IEnumerable<(StackResource Writer, string Bucket, string Prefix, string What)> Temporary(ResourceGraph graph)
    {
        foreach (var workgroup in graph.OfType(AwsType.Workgroup))
        {
            if (workgroup.Text("configuration.resultConfiguration.outputLocation")?.Split('/', 4) is [_, _, var bucket, var prefix])
            {
                yield return (workgroup, bucket, prefix, "results of queries");
            }
        }

        foreach (var logging in graph.OfType(AwsType.BucketLogging))
        {
            yield return (logging, logging.Text("targetBucket")!, logging.Text("targetPrefix")!, "access logs");
        }

        foreach (var machine in graph.OfType(AwsType.StateMachine))
        {
            foreach (var writer in ResultWriters(JsonNode.Parse(machine.Text("definition")!)!))
            {
                yield return (
                    machine, (string)writer["Arguments"]!["Bucket"]!, Literal((string)writer["Arguments"]!["Prefix"]!), "results of Map Runs");
            }
        }
    }

    // What a prefix begins with, where it is an expression.
    private static string Literal(string prefix) =>
        LeadingText().Match(prefix) is { Success: true } text ? text.Groups[1].Value : prefix;

    private static IEnumerable<JsonObject> ResultWriters(JsonNode? node) => node switch
    {
        JsonObject state => state.SelectMany(field => field is { Key: "ResultWriter", Value: JsonObject writer } && writer.ContainsKey("Arguments")
            ? [writer]
            : ResultWriters(field.Value)),
        JsonArray items => items.SelectMany(ResultWriters),
        _ => [],
    };

    private static IEnumerable<JsonNode> Rules(ResourceGraph graph, string bucket) => graph.OfType(AwsType.BucketLifecycle)
        .Where(lifecycle => lifecycle.Text("bucket") == bucket)
        .SelectMany(lifecycle => lifecycle.At("rules")!.AsArray())
        .Where(rule => (string?)rule.At("status") == "Enabled")!;

    private static string PrefixOf(JsonNode rule) => (string?)rule.At("filter.prefix") ?? "";

    [GeneratedRegex(@"\A\{%\s*'([^']*)'")]
    private static partial Regex LeadingText();
}
