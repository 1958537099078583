using Fanout.Local.Aws;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Services.S3;

/// <summary>
/// Refuses what nobody here answers: the emulator does not know these sub-resources, and would list, make or delete the
/// bucket or the object that has them.
/// </summary>
internal sealed class UnansweredOperations : IService
{
    private static readonly HashSet<string> Operations =
    [
        "CreateBucketMetadataConfiguration",
        "CreateBucketMetadataTableConfiguration",
        "CreateSession",
        "DeleteBucketAnalyticsConfiguration",
        "DeleteBucketIntelligentTieringConfiguration",
        "DeleteBucketInventoryConfiguration",
        "DeleteBucketMetadataConfiguration",
        "DeleteBucketMetadataTableConfiguration",
        "DeleteBucketMetricsConfiguration",
        "GetBucketAbac",
        "GetBucketAnalyticsConfiguration",
        "GetBucketIntelligentTieringConfiguration",
        "GetBucketMetadataConfiguration",
        "GetBucketMetadataTableConfiguration",
        "GetBucketMetricsConfiguration",
        "GetBucketPolicyStatus",
        "GetObjectRetention",
        "GetObjectTorrent",
        "ListBucketAnalyticsConfigurations",
        "ListBucketIntelligentTieringConfigurations",
        "ListBucketMetricsConfigurations",
        "PutBucketAbac",
        "PutBucketAnalyticsConfiguration",
        "PutBucketIntelligentTieringConfiguration",
        "PutBucketMetricsConfiguration",
        "RenameObject",
        "UpdateBucketMetadataInventoryTableConfiguration",
        "UpdateBucketMetadataJournalTableConfiguration",
        "UpdateObjectEncryption",
    ];

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "s3" && (IsMethod(request.Operation) || Operations.Contains(request.Operation));

    /// <inheritdoc />
    public Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation) => Task.FromResult(IsMethod(call.Request.Operation)
        ? AwsAnswer.S3Error(
            StatusCodes.Status405MethodNotAllowed,
            "MethodNotAllowed",
            $"S3 has no operation for {call.Method} with these parameters: name one sub-resource that has this method, spelled as in the Amazon S3 API Reference.")
        : AwsAnswer.S3Error(
            StatusCodes.Status501NotImplemented,
            "NotImplemented",
            $"The local cloud does not answer {call.Request.Operation}; local/Services/S3/README.md says what it does."));

    // What has no operation is named by its method.
    private static bool IsMethod(string operation) => operation is "GET" or "PUT" or "POST" or "DELETE";
}
