using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Integrations;

/// <summary>
/// What a machine's role needs for the Map Runs of its own distributed Maps ("IAM policies for using Distributed Map
/// states"); its datasets and results need what the calls of S3 do.
/// </summary>
public static class MapRunNeeds
{
    /// <summary>To start child executions.</summary>
    /// <param name="machineArn">The machine, without a Map's label.</param>
    public static RequestedAction Start(string machineArn) => new("states:StartExecution", machineArn);

    /// <summary>To follow a child execution.</summary>
    /// <param name="machineArn">The machine, without a Map's label.</param>
    /// <param name="child">The child execution's name.</param>
    public static RequestedAction Describe(string machineArn, string child) =>
        new("states:DescribeExecution", ExecutionArn(machineArn, child));

    /// <summary>To stop a child execution, of a Map Run that fails or is aborted.</summary>
    /// <param name="machineArn">The machine, without a Map's label.</param>
    /// <param name="child">The child execution's name.</param>
    public static RequestedAction Stop(string machineArn, string child) => new("states:StopExecution", ExecutionArn(machineArn, child));

    /// <summary>To run a child execution again.</summary>
    /// <param name="machineArn">The machine, without a Map's label.</param>
    /// <param name="label">The Map's label, which the page has in this ARN alone.</param>
    /// <param name="child">The child execution's name.</param>
    public static RequestedAction Redrive(string machineArn, string label, string child) =>
        new("states:RedriveExecution", ExecutionArn($"{machineArn}/{label}", child));

    internal static string ExecutionArn(string machineArn, string execution) =>
        $"{machineArn.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{execution}";
}
