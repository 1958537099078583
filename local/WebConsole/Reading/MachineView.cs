using Fanout.Local.Services.States;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.WebConsole.Reading;

/// <summary>A state machine of the account.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="IsExpress">Whether it is an Express one.</param>
/// <param name="RoleArn">The role of its executions.</param>
/// <param name="Definition">Its definition, JSON.</param>
/// <param name="Workflow">The workflow that it is part of; null for one that is part of none.</param>
/// <param name="DefaultInput">The input of a first execution, as the workflow's outputs have it; null where they have none.</param>
internal sealed record MachineView(
    string Name, string Arn, bool IsExpress, string RoleArn, string Definition, string? Workflow, string? DefaultInput)
{
    /// <summary>That of a deployed machine.</summary>
    public static MachineView Of(StateMachineDeployment machine, string? workflow, string? defaultInput) => new(
        machine.Name, machine.Arn, machine.Type == StateMachineType.Express, machine.RoleArn, machine.Definition, workflow, defaultInput);
}
