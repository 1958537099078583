using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam;

/// <summary>Decides whether Lambda, Glue and EventBridge Scheduler can act with the roles that resources give them.</summary>
/// <param name="authorizer">The policies.</param>
/// <param name="account">The account.</param>
/// <param name="hasLogGroup">Whether there is a log group; who logs to one that does not exist must create it.</param>
public sealed class ServiceRoles(Authorizer authorizer, AwsAccount account, Func<string, bool> hasLogGroup)
{
    private const string Lambda = "lambda.amazonaws.com";
    private const string Glue = "glue.amazonaws.com";
    private const string Scheduler = "scheduler.amazonaws.com";
    private const string MetricNamespace = "Glue";

    /// <summary>
    /// Checks a function. AWS makes one whose role cannot log, and loses its logs; here it is not made.
    /// </summary>
    /// <param name="role">Its role's session.</param>
    /// <param name="logGroup">Where it logs.</param>
    /// <param name="deadLetterTarget">The queue or topic that gets what it fails on, where there is one.</param>
    /// <param name="traces">Whether it is traced.</param>
    /// <exception cref="LocalException">It cannot be made.</exception>
    public void CheckFunction(Caller role, string logGroup, string? deadLetterTarget, bool traces)
    {
        if (authorizer.DecideAssume(role.Identity, Lambda, sourceArn: null).Denial is { } untrusted)
        {
            throw new LocalException(
                $"InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda. {untrusted.Message}");
        }
        CheckPermissions(role,
        [
            .. ToLog(logGroup),
            .. traces ? ToTrace : [],
            .. deadLetterTarget is { } target ? [ToSend(target)] : Array.Empty<RequestedAction>(),
        ]);
    }

    /// <summary>Checks that a function can send what it fails on to a queue or topic.</summary>
    /// <exception cref="LocalException">It cannot.</exception>
    public void CheckDestination(Caller role, string targetArn) =>
        CheckPermissions(role, [ToSend(targetArn)]);

    /// <summary>Checks a job.</summary>
    /// <exception cref="LocalException">It cannot be made.</exception>
    public void CheckJob(string roleArn)
    {
        if (authorizer.DecideAssume(roleArn, Glue, sourceArn: null).Denial is { } untrusted)
        {
            throw new LocalException($"Role {roleArn} should be given assume role permissions for Glue Service. {untrusted.Message}");
        }
    }

    /// <summary>What a run of a job is denied that it needs beside what its script does; null where nothing is.</summary>
    public Denial? DenialOfRun(string roleArn, IEnumerable<string> logGroups) => authorizer.FirstDenial(Caller.Of(roleArn),
    [
        .. logGroups.SelectMany(ToLog),
        new RequestedAction("cloudwatch:PutMetricData", "*").With(ConditionKeys.MetricNamespace, MetricNamespace),
    ]);

    /// <summary>Checks that the schedules of a group can act for a role.</summary>
    /// <exception cref="LocalException">They cannot.</exception>
    public void CheckSchedule(string roleArn, string group)
    {
        if (authorizer.DecideAssume(roleArn, Scheduler, account.Arn("scheduler", $"schedule-group/{group}")).Denial is { } untrusted)
        {
            throw new LocalException(
                $"The execution role you provide must allow AWS EventBridge Scheduler to assume the role. {untrusted.Message}");
        }
    }

    private static IEnumerable<RequestedAction> ToTrace =>
    [
        new RequestedAction("xray:PutTraceSegments", "*"), new RequestedAction("xray:PutTelemetryRecords", "*"),
    ];

    private IEnumerable<RequestedAction> ToLog(string logGroup)
    {
        var stream = account.Arn("logs", $"log-group:{logGroup}:log-stream:stream");
        return
        [
            .. hasLogGroup(logGroup) ? [] : new[] { new RequestedAction("logs:CreateLogGroup", account.Arn("logs", $"log-group:{logGroup}")) },
            new RequestedAction("logs:CreateLogStream", stream),
            new RequestedAction("logs:PutLogEvents", stream),
        ];
    }

    private static RequestedAction ToSend(string targetArn) =>
        new(targetArn.Split(':')[2] == "sqs" ? "sqs:SendMessage" : "sns:Publish", targetArn);

    private void CheckPermissions(Caller role, IEnumerable<RequestedAction> needed)
    {
        if (authorizer.FirstDenial(role, needed) is { } denial)
        {
            var action = denial.Request.Action;
            throw new LocalException(
                $"InvalidParameterValueException: The provided execution role does not have permissions to call "
                    + $"{action[(action.IndexOf(':') + 1)..]} on {denial.Request.Service.ToUpperInvariant()}. {denial.Message}");
        }
    }
}
