using Pulumi;
using Pulumi.Aws.Athena;

namespace Fanout.Infra.Blocks;

/// <summary>What a state machine needs to run queries of Athena and wait for them, beside the objects that they read and write.</summary>
public static class QueryStatements
{
    /// <summary>Lets it run queries of the account's own catalog in workgroups, follow them and stop them.</summary>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="workgroups">The workgroups.</param>
    public static IReadOnlyList<Statement> Run(StackContext context, params IEnumerable<Workgroup> workgroups) =>
    [
        Statement.Allow(
            "RunQueries",
            ["athena:StartQueryExecution", "athena:GetQueryExecution", "athena:StopQueryExecution"],
            [.. workgroups.Select(workgroup => workgroup.Arn)]),
        Statement.Allow(
            "FindCatalog",
            ["athena:GetDataCatalog"],
            Output.Format($"arn:{context.Partition}:athena:{context.Region}:{context.AccountId}:datacatalog/AwsDataCatalog")),
    ];

    /// <summary>Lets it find what tables hold, and where results go.</summary>
    /// <param name="data">The bucket of the tables.</param>
    /// <param name="results">The bucket of the results.</param>
    public static IReadOnlyList<Statement> ListBuckets(SecureBucket data, SecureBucket results) =>
    [
        Statement.Allow("ListTables", ["s3:GetBucketLocation", "s3:ListBucket"], data.Arn),
        Statement.Allow(
            "ListResults", ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], results.Arn),
    ];

    /// <summary>
    /// Lets it look tables up; the database <c>default</c> must be in reach too ("Configure access to databases and tables
    /// in the AWS Glue Data Catalog").
    /// </summary>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="arns">The ARNs of the database and of its tables.</param>
    public static IReadOnlyList<Statement> ReadCatalog(StackContext context, params IEnumerable<Output<string>> arns) =>
    [
        Statement.Allow(
            "ReachCatalog", ["glue:GetDatabase", "glue:GetDatabases"], [Arn(context, "catalog"), Arn(context, "database/default")]),
        Statement.Allow("ReadCatalog", ["glue:GetDatabase", "glue:GetTable"], [Arn(context, "catalog"), .. arns]),
    ];

    private static Output<string> Arn(StackContext context, string resource) =>
        Output.Format($"arn:{context.Partition}:glue:{context.Region}:{context.AccountId}:{resource}");
}
