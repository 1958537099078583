using Pulumi;

namespace Fanout.Infra.Blocks;

/// <summary>
/// What the role of a state machine with distributed Maps may do ("IAM policies for using Distributed Map states").
/// Resources are named by the machine's name: the machine itself cannot exist before its role.
/// </summary>
public static class MapRunStatements
{
    /// <summary>
    /// Lets a machine run its own states as child executions, follow and stop them, and run those again that failed when
    /// its execution is redriven; an ARN has the Map's label there alone.
    /// </summary>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="machine">The machine's logical name.</param>
    public static IReadOnlyList<Statement> RunChildren(StackContext context, string machine) =>
    [
        Statement.Allow("StartChildren", ["states:StartExecution"], Arn(context, $"stateMachine:{context.NameOf(machine)}")),
        Statement.Allow(
            "FollowChildren",
            ["states:DescribeExecution", "states:StopExecution"],
            Arn(context, $"execution:{context.NameOf(machine)}:*")),
        Statement.Allow("RedriveChildren", ["states:RedriveExecution"], Arn(context, $"execution:{context.NameOf(machine)}/*:*")),
    ];

    /// <summary>
    /// Lets a machine run children whose results are added up (<see cref="MapRunSum"/>): it counts their items, writes what
    /// they give, and reads it.
    /// </summary>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="machine">The machine's logical name.</param>
    /// <param name="label">The label of the Map whose children these are.</param>
    /// <param name="results">The ARN of the bucket of the results.</param>
    public static IReadOnlyList<Statement> RunAndSum(StackContext context, string machine, string label, Output<string> results) =>
    [
        .. RunChildren(context, machine),
        Statement.Allow("DescribeRuns", ["states:DescribeMapRun"], Arn(context, $"mapRun:{context.NameOf(machine)}/{label}:*")),
        Statement.Allow(
            "KeepResults",
            ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
            Output.Format($"{results}/{MapRunResults.Prefix}*")),
    ];

    private static Output<string> Arn(StackContext context, string resource) =>
        Output.Format($"arn:{context.Partition}:states:{context.Region}:{context.AccountId}:{resource}");
}
