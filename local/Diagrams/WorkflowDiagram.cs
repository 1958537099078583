using System.Text.Json;
using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Local.Diagrams;

/// <summary>The state machines of a workflow as the program declares them.</summary>
public static class WorkflowDiagram
{
    /// <summary>Runs the program with one workflow, which makes nothing, and draws its state machines.</summary>
    /// <param name="config">The stack's configuration, whatever workflows it enables.</param>
    /// <param name="workflow">The workflow's name.</param>
    /// <param name="cancellation">Ends the waiting for another run of the program.</param>
    /// <returns>The diagram in Mermaid.</returns>
    /// <exception cref="Infra.Settings.SettingsException">The settings are wrong.</exception>
    public static async Task<string> OfAsync(StackConfig config, string workflow, CancellationToken cancellation)
    {
        var values = new Dictionary<string, string>(config.Values)
        {
            [$"{config.Project}:workflows"] = JsonSerializer.Serialize(new[] { workflow }),
        };
        var stack = await StackProgram.RunAsync(config with { Values = values }, Task.FromResult, cancellation);
        var outputs = stack.Workflows[workflow];
        return StateDiagram.Of([
            .. stack.Resources
                .Where(resource => resource.Type == "aws:sfn/stateMachine:StateMachine")
                .Select(resource => MachineOf(resource, outputs["StateMachineArn"], outputs["StateMachineName"], workflow))
                .OrderBy(machine => machine.Name, StringComparer.Ordinal),
        ]);
    }

    // The main machine has the workflow's name, and its others one that begins with it.
    private static Machine MachineOf(StackResource resource, string mainArn, string mainName, string workflow)
    {
        var name = resource.Inputs["name"]!.GetValue<string>();
        return new Machine(
            name[(mainName.Length - workflow.Length)..],
            $"{mainArn}{name[mainName.Length..]}",
            resource.Inputs["type"]!.GetValue<string>() == "EXPRESS",
            JsonElement.Parse(resource.Inputs["definition"]!.GetValue<string>()));
    }
}
