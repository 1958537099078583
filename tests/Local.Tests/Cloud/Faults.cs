using Fanout.Local.Aws;

namespace Fanout.Tests.Local.Cloud;

/// <summary>Services that fail, as interceptors of the gateway.</summary>
internal static class Faults
{
    /// <summary>S3 answers every tenth GetObject with 503.</summary>
    public static Func<AwsRequest, AwsAnswer?> EveryTenthGetObjectIsSlowedDown()
    {
        var calls = 0;
        return request => request is { Service: "s3", Operation: "GetObject" } && Interlocked.Increment(ref calls) % 10 == 0
            ? AwsAnswer.S3Error(503, "SlowDown", "Please reduce your request rate.")
            : null;
    }

    /// <summary>SNS refuses the entry of a batch with this id and takes the others, none of which is delivered.</summary>
    public static Func<AwsRequest, AwsAnswer?> EntryIsRefused(string refusedId) => request =>
    {
        if (request is not { Service: "sns", Operation: "PublishBatch" })
        {
            return null;
        }

        var ids = request.Form.Where(field => field.Key.EndsWith(".Id", StringComparison.Ordinal)).Select(field => field.Value);
        var successful = ids.Where(id => id != refusedId).Select(id => $"<member><Id>{id}</Id><MessageId>m-{id}</MessageId></member>");
        return new AwsAnswer(
            200,
            "text/xml",
            $"""
            <PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>
            <Successful>{string.Concat(successful)}</Successful>
            <Failed><member><Id>{refusedId}</Id><Code>InternalError</Code><Message>It was refused.</Message><SenderFault>false</SenderFault></member></Failed>
            </PublishBatchResult></PublishBatchResponse>
            """);
    };
}
