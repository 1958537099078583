using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Fanout.Local.Iam;

/// <summary>A permission that only AWS itself exercises, so that no run here uses it.</summary>
/// <param name="Sid">The statement.</param>
/// <param name="Part">The action or the resource, <c>*</c> standing for anything.</param>
/// <param name="Why">When AWS exercises it, and the page that asks for it.</param>
public sealed record ExercisedByAws(string Sid, string Part, string Why)
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<ExercisedByAws> All { get; } =
    [
        // What is started and waited for is stopped only where the execution is stopped, fails or times out.
        new("RunQueries", "athena:StopQueryExecution", "stops the query of an execution that ends before it (\"IAM policies for Athena\", Step Functions)"),
        new("RunJob", "glue:BatchStopJobRun", "stops the job run of an execution that ends before it (\"IAM policies for AWS Glue\", Step Functions)"),
        new("FollowMachine", "states:StopExecution", "stops the execution of one that ends before it (\"Start workflow executions from a task state\")"),
        new("FollowChildren", "states:StopExecution", "stops the children of a Map Run that fails (\"IAM policies for using Distributed Map states\")"),
        new("RedriveChildren", "states:RedriveExecution", "runs the failed children of a Map Run again when its execution is redriven (\"Redriving Map Runs\")"),

        // Uploads in parts: of results that are larger than those of samples, and of those that were broken off.
        new("KeepResults", "s3:ListMultipartUploadParts", "writes large results in parts (\"ResultWriter\")"),
        new("KeepResults", "s3:AbortMultipartUpload", "ends an upload of results that failed (\"ResultWriter\")"),
        new("KeepQueryResults", "s3:ListMultipartUploadParts", "writes large results in parts (\"AWS managed policy: AmazonAthenaFullAccess\")"),
        new("KeepQueryResults", "s3:AbortMultipartUpload", "ends an upload of results that failed (\"AWS managed policy: AmazonAthenaFullAccess\")"),
        new("KeepAudits", "s3:ListMultipartUploadParts", "writes large results in parts (\"AWS managed policy: AmazonAthenaFullAccess\")"),
        new("KeepAudits", "s3:AbortMultipartUpload", "ends an upload of results that failed (\"AWS managed policy: AmazonAthenaFullAccess\")"),
        new("WriteFile", "s3:AbortMultipartUpload", "ends the upload of a file that failed (\"Aborting a multipart upload\", Amazon S3)"),
        new("ListResults", "s3:ListBucketMultipartUploads", "finds uploads that were broken off (\"AWS managed policy: AmazonAthenaFullAccess\")"),
        new("ListResults", "s3:ListBucket", "looks at where results go (\"AWS managed policy: AmazonAthenaFullAccess\")") { Role = "*-meter-analytics-states" },
        new("KeepQueryResults", "s3:GetObject", "reads results that it has written (\"AWS managed policy: AmazonAthenaFullAccess\")") { Role = "*-meter-analytics-states" },

        new("ListTables", "s3:GetBucketLocation", "finds where the buckets of a query are (\"Run Athena queries with Step Functions\": IAM policies)"),
        new("WriteLogs", "logs:CreateLogGroup", "makes its log group anew where somebody deleted it (\"AWS managed policy: AWSGlueServiceRole\")") { Role = "*-glue" },

        // No page says whether the child executions of a Map call as the machine or with the Map's label.
        new("CallApi", "arn:aws:states:*:stateMachine:*-extract", "calls as the machine itself (\"Call HTTPS APIs in Step Functions workflows\")"),

        new("ReportMissedStarts", "sqs:SendMessage", "keeps what a schedule could not start (\"Configuring a dead-letter queue for EventBridge Scheduler\")"),
    ];

    /// <summary>The roles where it is so, <c>*</c> standing for anything; by default all.</summary>
    public string Role { get; init; } = "*";

    /// <summary>Whether a permission is one of them.</summary>
    public static bool Holds(UnusedPermission permission) => All.Any(exercised => exercised.IsOf(permission));

    /// <summary>Whether it is about a permission.</summary>
    public bool IsOf(UnusedPermission permission) =>
        Sid == permission.Sid && Matches(Role, permission.Role) && Matches(Part, permission.Action ?? permission.Resource!);

    private static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
