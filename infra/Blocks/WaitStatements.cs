using Pulumi;

namespace Fanout.Infra.Blocks;

/// <summary>What the role of a state machine may do that starts something and waits for its end, <c>.sync</c>.</summary>
public static class WaitStatements
{
    /// <summary>Runs another state machine, follows and stops it ("IAM policies for nested Step Functions executions").</summary>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="machine">The other machine's logical name.</param>
    /// <param name="arn">The other machine's ARN.</param>
    public static IReadOnlyList<Statement> RunMachine(StackContext context, string machine, Output<string> arn) =>
    [
        Statement.Allow("StartMachine", ["states:StartExecution"], arn),
        Statement.Allow(
            "FollowMachine",
            ["states:DescribeExecution", "states:StopExecution"],
            Output.Format($"arn:{context.Partition}:states:{context.Region}:{context.AccountId}:execution:{context.NameOf(machine)}:*")),

        // Step Functions learns of the end by a rule that it manages itself.
        Statement.Allow(
            "LearnOfEnd",
            ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
            Output.Format(
                $"arn:{context.Partition}:events:{context.Region}:{context.AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule")),
    ];

    /// <summary>Runs a Glue job, follows and stops it ("IAM policies for AWS Glue").</summary>
    /// <param name="arn">The job's ARN.</param>
    public static Statement RunJob(Output<string> arn) => Statement.Allow(
        "RunJob", ["glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"], arn);
}
