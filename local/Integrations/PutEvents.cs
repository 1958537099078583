using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// <c>events:putEvents</c>, which adds the execution and its state machine to the resources of each event, and fails
/// where one of them was not taken ("Add EventBridge events with Step Functions").
/// </summary>
/// <param name="action">The API's operation.</param>
internal sealed class PutEvents(IIntegration action) : IIntegration
{
    /// <summary>The resource.</summary>
    public const string Resource = "events:putEvents";

    private const string Entries = "Entries";
    private const string Resources = "Resources";

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement arguments) => action.CheckArguments(arguments);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var result = await action.CallAsync(WithSource(arguments, context), context, cancellation);
        return result.GetProperty("FailedEntryCount").GetInt32() == 0
            ? result
            : throw new TaskFailedException("EventBridge.FailedEntry", result.GetRawText());
    }

    private static JsonElement WithSource(JsonElement arguments, TaskContext context)
    {
        if (ArgumentRules.Member(arguments, Entries) is not { ValueKind: JsonValueKind.Array })
        {
            return arguments;
        }

        var request = JsonNode.Parse(arguments.GetRawText())!;
        foreach (var entry in request[Entries]!.AsArray().OfType<JsonObject>())
        {
            if (entry[Resources] is not JsonArray resources)
            {
                entry[Resources] = resources = [];
            }

            resources.Add(context.ExecutionArn);
            resources.Add(context.StateMachineArn);
        }

        return JsonSerializer.SerializeToElement(request, CompactJson.Options);
    }
}
