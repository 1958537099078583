using Fanout.Local.Stacks;

namespace Fanout.Local.Checks;

/// <summary>
/// Logs are kept for a time and no longer: every log group has a retention, and whatever logs does so to a log group of
/// the stack. Python shell jobs are left out: Glue gives them log groups that all jobs of the account share.
/// </summary>
public sealed class LogRetention() : Rule("log-retention")
{
    // "Logging for AWS Glue jobs": what Spark says, and what the script says.
    private static readonly string[] JobLogs = ["error", "output"];

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        var groups = graph.OfType(AwsType.LogGroup).ToArray();
        foreach (var group in groups.Where(group => group.Number("retentionInDays") is null or <= 0))
        {
            yield return Broken(group, group.Shown("retentionInDays"), "a number of days", "set it to the setting logRetentionDays");
        }

        var names = groups.Select(group => group.Text("name")!).ToHashSet();
        foreach (var (logger, group) in Loggers(graph).Where(entry => entry.Group is null || !names.Contains(entry.Group)))
        {
            yield return Broken(
                logger,
                group is null ? "it names no log group" : $"it logs to {group}, which is no resource of the stack",
                "a LogGroup of the stack, with a retention",
                "declare the log group and name it");
        }
    }

    private static IEnumerable<(StackResource Logger, string? Group)> Loggers(ResourceGraph graph) =>
    [
        .. graph.OfType(AwsType.Function).Select(function => (function, function.Text("loggingConfig.logGroup"))),
        .. graph.OfType(AwsType.StateMachine).Select(machine => (machine, GroupOf(machine.Text("loggingConfiguration.logDestination")))),
        .. from job in graph.OfType(AwsType.Job)
           where job.Text("command.name") != "pythonshell"
           let prefix = (string?)job.Inputs["defaultArguments"]?["--custom-logGroup-prefix"]
           from kind in JobLogs
           select (job, prefix is null ? null : $"{prefix}/{kind}"),
    ];

    // arn:partition:logs:region:account:log-group:NAME:*
    private static string? GroupOf(string? arn) => arn?.Split(':') is [_, _, _, _, _, _, var name, ..] ? name : null;
}
