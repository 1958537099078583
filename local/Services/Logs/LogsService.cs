using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Logs;

/// <summary>The API of CloudWatch Logs ("Amazon CloudWatch Logs API Reference").</summary>
internal sealed class LogsService : JsonService
{
    /// <param name="groups">The log groups.</param>
    /// <param name="account">The account that they are in.</param>
    /// <param name="time">The clock.</param>
    public LogsService(LogGroups groups, AwsAccount account, TimeProvider time)
        : base("logs", isWhole: true)
    {
        var names = new LogNames(groups, account);
        var (group, tags, stream, events) = (
            new GroupOperations(groups, names, time), new TagOperations(names), new StreamOperations(names, time), new EventOperations(names, time));
        Operations = new Dictionary<string, Func<RequestMembers, JsonObject>>
        {
            ["AssociateKmsKey"] = group.AssociateKey,
            ["CreateLogGroup"] = group.Create,
            ["CreateLogStream"] = stream.Create,
            ["DeleteLogGroup"] = group.Delete,
            ["DeleteLogStream"] = stream.Delete,
            ["DeleteRetentionPolicy"] = group.DeleteRetention,
            ["DescribeLogGroups"] = group.Describe,
            ["DescribeLogStreams"] = stream.Describe,
            ["DisassociateKmsKey"] = group.DisassociateKey,
            ["FilterLogEvents"] = events.Filter,
            ["GetLogEvents"] = events.Get,
            ["ListTagsForResource"] = tags.List,
            ["ListTagsLogGroup"] = tags.List,
            ["PutLogEvents"] = events.Put,
            ["PutRetentionPolicy"] = group.PutRetention,
            ["TagLogGroup"] = tags.Tag,
            ["TagResource"] = tags.Tag,
            ["UntagLogGroup"] = tags.Untag,
            ["UntagResource"] = tags.Untag,
        }.ToDictionary(operation => operation.Key, operation => Answering(operation.Value));
    }

    /// <inheritdoc />
    protected override IReadOnlyDictionary<string, JsonOperation> Operations { get; }

    private static JsonOperation Answering(Func<RequestMembers, JsonObject> operation) =>
        (call, _) => Task.FromResult(operation(new RequestMembers(call.Json, LogNames.Invalid)));
}
