using Fanout.Local.StepFunctions;

namespace Fanout.Local.Cloud;

/// <summary>A state machine as it was deployed.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="RoleArn">The role of its executions.</param>
/// <param name="Definition">Its definition, JSON.</param>
public sealed record StateMachineDeployment(
    string Arn, string Name, StateMachineType Type, string RoleArn, string Definition);
