using System.Buffers;
using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Samples.Cli;

namespace Fanout.Local.Integrations.Executions;

/// <summary>The arguments of a call that starts an execution, checked as StartExecution checks them.</summary>
/// <param name="Machine">The state machine.</param>
/// <param name="Input">The execution's input.</param>
/// <param name="Name">The execution's name, where it was given.</param>
internal sealed record ExecutionRequest(StateMachine Machine, JsonElement Input, string? Name)
{
    private const int LongestName = 80;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("<>{}[]?*\"#%\\^|~`$&,;:/");

    /// <summary>Reads the arguments; to be called on the loop.</summary>
    /// <exception cref="TaskFailedException">The service would refuse them.</exception>
    public static async Task<ExecutionRequest> ReadAsync(
        JsonElement arguments, IExecutions executions, ExecutionErrors errors, CancellationToken cancellation)
    {
        var arn = ArgumentRules.RequiredText(arguments, "StateMachineArn");
        if (!arn.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw errors.Refusal("InvalidArn", $"Invalid Arn: 'Invalid ARN prefix: {arn}'");
        }
        var name = arguments.TryGetProperty(nameof(Name), out var given) && given.ValueKind != JsonValueKind.Null
            ? ArgumentRules.RequiredText(arguments, nameof(Name))
            : null;
        if (name is not null && !IsName(name))
        {
            throw errors.Refusal("InvalidName", $"Invalid Name: '{name}'");
        }
        var machine = await executions.FindAsync(arn, cancellation)
            ?? throw errors.Refusal("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{arn}'");
        return new ExecutionRequest(machine, InputOf(arguments, errors), name);
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && !name.AsSpan().ContainsAny(NotInNames)
        && !name.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));

    private static JsonElement InputOf(JsonElement arguments, ExecutionErrors errors)
    {
        if (!arguments.TryGetProperty(nameof(Input), out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return JsonElement.Parse("{}");
        }
        var input = given.ValueKind == JsonValueKind.String ? Parse(given.GetString()!, errors) : JsonText.Compact(given);
        if (JsonFlaw.Of(input) is { } flaw)
        {
            throw errors.Refusal("InvalidExecutionInput", $"Invalid State Machine Execution Input: it {flaw}");
        }
        return JsonText.Size(input) <= Quotas.Payload
            ? input
            : throw errors.Refusal(
                "InvalidExecutionInput",
                $"Invalid State Machine Execution Input: it has {JsonText.Size(input)} bytes; at most {Quotas.Payload} are allowed");
    }

    private static JsonElement Parse(string text, ExecutionErrors errors)
    {
        try
        {
            return JsonText.Compact(JsonElement.Parse(text));
        }
        catch (JsonException problem)
        {
            throw errors.Refusal("InvalidExecutionInput", $"Invalid State Machine Execution Input: '{problem.Message}'");
        }
    }
}
