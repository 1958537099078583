namespace Fanout.Local.Checks;

/// <summary>State machines log what the settings say, and trace; prod keeps what executions work on out of the logs.</summary>
public sealed class ExecutionLogs() : Rule("execution-logs")
{
    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        foreach (var machine in graph.OfType(AwsType.StateMachine))
        {
            if (machine.Text("loggingConfiguration.level") != graph.Settings.LogLevel)
            {
                yield return Broken(
                    machine, machine.Shown("loggingConfiguration.level"), graph.Settings.LogLevel, "let it follow the setting logLevel");
            }

            if (graph.IsProd && machine.Flag("loggingConfiguration.includeExecutionData"))
            {
                yield return Broken(
                    machine, machine.Shown("loggingConfiguration.includeExecutionData"), "false in prod", "let it follow the setting environment");
            }

            if (!machine.Flag("tracingConfiguration.enabled"))
            {
                yield return Broken(machine, machine.Shown("tracingConfiguration.enabled"), "true", "make it a LoggedStateMachine");
            }
        }
    }
}
