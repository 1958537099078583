using Pulumi;

namespace Fanout.Infra.Blocks;

/// <summary>
/// What the role of a state machine with distributed Maps may do ("IAM policies for using Distributed Map states").
/// Resources are named by the machine's name: the machine itself cannot exist before its role.
/// </summary>
public static class MapRunStatements
{
    /// <summary>Lets a machine run its own states as child executions, follow and stop them.</summary>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="machine">The state machine's name.</param>
    /// <param name="labels">The labels of its distributed Maps.</param>
    public static IReadOnlyList<Statement> RunChildren(StackContext context, string machine, IReadOnlyList<string> labels) =>
    [
        Statement.Allow("StartChildren", ["states:StartExecution"], Arn(context, $"stateMachine:{machine}")),
        Statement.Allow(
            "FollowChildren",
            ["states:DescribeExecution", "states:StopExecution"],
            labels.Select(label => Arn(context, $"execution:{machine}/{label}:*"))
                .Prepend(Arn(context, $"execution:{machine}:*"))
                .ToArray()),
    ];

    /// <summary>Lets a machine read the counts of its own Map Runs.</summary>
    public static Statement DescribeRuns(StackContext context, string machine, string label) => Statement.Allow(
        "DescribeRuns", ["states:DescribeMapRun"], Arn(context, $"mapRun:{machine}/{label}:*"));

    /// <summary>Lets a machine write the results of Map Runs below a prefix, and read them.</summary>
    /// <param name="bucketArn">The bucket's ARN.</param>
    /// <param name="prefix">The prefix, with the slash at its end.</param>
    public static Statement KeepResults(Output<string> bucketArn, string prefix) => Statement.Allow(
        "KeepResults",
        ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
        Output.Format($"{bucketArn}/{prefix}*"));

    private static Output<string> Arn(StackContext context, string resource) =>
        Output.Format($"arn:{context.Partition}:states:{context.Region}:{context.AccountId}:{resource}");
}
