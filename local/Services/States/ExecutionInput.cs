using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions;
using Fanout.Samples.Cli;

namespace Fanout.Local.Services.States;

/// <summary>The input of an execution that is to be started.</summary>
internal static class ExecutionInput
{
    /// <summary>Reads an input; an empty object where there is none.</summary>
    /// <param name="text">The input, JSON.</param>
    /// <exception cref="ServiceException">It is no JSON, or too large.</exception>
    public static JsonElement Parse(string? text)
    {
        try
        {
            return text is null ? JsonElement.Parse("{}") : Checked(JsonElement.Parse(text));
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            // The latter where the text itself holds half of a character.
            throw Refusals.InvalidInput(problem.Message);
        }
    }

    /// <summary>An input without white space.</summary>
    /// <exception cref="ServiceException">Not all read it alike, or it is too large.</exception>
    public static JsonElement Checked(JsonElement given)
    {
        var input = JsonText.Compact(given);
        return JsonFlaw.Of(input) is { } flaw ? throw Refusals.InvalidInput($"it {flaw}")
            : JsonText.Size(input) > Quotas.Payload
                ? throw Refusals.InvalidInput($"it has {JsonText.Size(input)} bytes; at most {Quotas.Payload} are allowed")
            : input;
    }
}
