using Fanout.Infra.Blocks;
using Pulumi;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// The function that S3 calls for each result of a query, to write its lines to the table. A line that is none is
/// reported to one queue, an event that the function fails on to another.
/// </summary>
internal sealed class ResultsWriter : ComponentResource
{
    // Both are what a million lines need.
    private const int MemoryMegabytes = 256;
    private const int TimeoutSeconds = 900;

    // The results of a long range of days wait in Lambda's queue, and leave the table's capacity to others.
    private const int Concurrency = 10;

    public ResultsWriter(
        string name,
        StackContext context,
        SecureBucket results,
        Table table,
        DeadLetterQueue rejectedLines,
        DeadLetterQueue failedEvents,
        InputMap<string> tags,
        ComponentResourceOptions options)
        : base("fanout:workflows:ResultsWriter", name, options)
    {
        Function = new DotNetFunction(name, context, new DotNetFunctionArgs
        {
            Project = "MeterAnalytics",
            Variables =
            {
                ["TABLE_NAME"] = table.Name,
                ["REJECTED_LINES_QUEUE_URL"] = rejectedLines.Url,
                ["RESULTS_PREFIX"] = MeteringSchema.ResultsPrefix,
            },
            Statements =
            [
                Statement.Allow("ReadResults", ["s3:GetObject"], Output.Format($"{results.Arn}/{MeteringSchema.ResultsPrefix}*")),

                // Without it S3 says of an object that is gone that it is forbidden.
                Statement.Allow("LookForResults", ["s3:ListBucket"], results.Arn),
                Statement.Allow("WriteItems", ["dynamodb:BatchWriteItem"], table.Arn),
                Statement.Allow("ReportLines", ["sqs:SendMessage"], rejectedLines.Arn),
            ],
            MemoryMegabytes = MemoryMegabytes,
            TimeoutSeconds = TimeoutSeconds,
            Concurrency = Concurrency,
            FailedEvents = failedEvents,
            Tags = tags,
        }, new ComponentResourceOptions { Parent = this });
        var permission = new Permission($"{name}-permission", new PermissionArgs
        {
            Action = "lambda:InvokeFunction",
            Function = Function.Name,
            Principal = "s3.amazonaws.com",
            SourceArn = results.Arn,
            SourceAccount = context.AccountId,
        }, new CustomResourceOptions { Parent = this });

        // S3 refuses to call a function that it may not call. The metadata beside a result end with .csv.metadata.
        _ = new BucketNotification($"{name}-notification", new BucketNotificationArgs
        {
            Bucket = results.Name,
            LambdaFunctions =
            {
                new BucketNotificationLambdaFunctionArgs
                {
                    LambdaFunctionArn = Function.Arn,
                    Events = { "s3:ObjectCreated:*" },
                    FilterPrefix = MeteringSchema.ResultsPrefix,
                    FilterSuffix = ".csv",
                },
            },
        }, new CustomResourceOptions { Parent = this, DependsOn = { permission } });
        RegisterOutputs();
    }

    /// <summary>The function.</summary>
    public DotNetFunction Function { get; }
}
