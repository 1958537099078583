using Fanout.Local.Aws;
using Fanout.Local.StepFunctions.History;

namespace Fanout.Local.Services.States;

/// <summary>What CloudWatch counts of executions ("Monitoring Step Functions metrics using Amazon CloudWatch").</summary>
internal static class ExecutionMetrics
{
    private const string Execution = "Execution";
    private const int MachineInArn = 6;

    /// <summary>Counts an event that begins or ends an execution; children of a Map under the machine's ARN with its label.</summary>
    public static void Count(string execution, HistoryEvent item, CountMetric count)
    {
        if (item.Type.StartsWith(Execution, StringComparison.Ordinal))
        {
            var parts = execution.Split(':');
            count("AWS/States", $"Executions{item.Type[Execution.Length..]}", "StateMachineArn", $"{string.Join(':', parts[..5])}:stateMachine:{parts[MachineInArn]}", 1);
        }
    }
}
