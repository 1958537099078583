using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Services.States;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations.Executions;

/// <summary>The arguments of a call that starts an execution, checked as StartExecution checks them.</summary>
/// <param name="Machine">The state machine.</param>
/// <param name="Input">The execution's input.</param>
/// <param name="Name">The execution's name, where it was given.</param>
internal sealed record ExecutionRequest(StateMachine Machine, JsonElement Input, string? Name)
{
    /// <summary>Reads the arguments; to be called on the loop.</summary>
    /// <exception cref="TaskFailedException">The service would refuse them.</exception>
    public static async Task<ExecutionRequest> ReadAsync(
        JsonElement arguments, IExecutions executions, ExecutionErrors errors, CancellationToken cancellation)
    {
        var arn = ArgumentRules.RequiredText(arguments, "StateMachineArn");
        var name = arguments.TryGetProperty(nameof(Name), out var given) && given.ValueKind != JsonValueKind.Null
            ? ArgumentRules.RequiredText(arguments, nameof(Name))
            : null;
        try
        {
            Arns.OfType(arn, "stateMachine");
            if (name is not null && !ResourceNames.IsName(name))
            {
                throw Refusals.InvalidName(name);
            }
            var machine = await executions.FindAsync(arn, cancellation) ?? throw Refusals.NoMachine(arn);
            return new ExecutionRequest(machine, InputOf(arguments), name);
        }
        catch (ServiceException refusal)
        {
            throw errors.Refusal(refusal.Code, refusal.Message);
        }
    }

    private static JsonElement InputOf(JsonElement arguments) =>
        !arguments.TryGetProperty(nameof(Input), out var given) || given.ValueKind == JsonValueKind.Null ? ExecutionInput.Parse(null)
        : given.ValueKind == JsonValueKind.String ? ExecutionInput.Parse(given.GetString())
        : ExecutionInput.Checked(given);
}
