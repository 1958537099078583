using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.States;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations.Executions;

/// <summary>
/// <c>aws-sdk:sfn:sendTaskSuccess</c>, <c>sendTaskFailure</c> and <c>sendTaskHeartbeat</c> ("AWS Step Functions API
/// Reference"), by which one execution calls back a task of another.
/// </summary>
internal sealed class TaskReport : IIntegration
{
    private const string Prefix = "aws-sdk:sfn:";

    private static readonly ExecutionErrors Errors = new(isOptimized: false);

    private static readonly Dictionary<string, (string[] Parameters, string[] Required)> Parameters = new()
    {
        ["sendTaskSuccess"] = (["Output", "TaskToken"], ["Output", "TaskToken"]),
        ["sendTaskFailure"] = (["Cause", "Error", "TaskToken"], ["TaskToken"]),
        ["sendTaskHeartbeat"] = (["TaskToken"], ["TaskToken"]),
    };

    private readonly string _action;

    private TaskReport(string action) => _action = action;

    /// <summary>The resources that can be resolved.</summary>
    public static IEnumerable<string> Resources => Parameters.Keys.Select(action => $"{Prefix}{action}");

    /// <summary>The integration of a resource; null where there is none.</summary>
    public static TaskReport? Resolve(string resource) => Resources.Contains(resource) ? new TaskReport(resource[Prefix.Length..]) : null;

    /// <inheritdoc />
    public bool UsesLoopTime => true;

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement arguments) =>
        ArgumentRules.Check($"{Prefix}{_action}", arguments, Parameters[_action].Parameters, Parameters[_action].Required);

    /// <inheritdoc />
    public Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        // What is no text where the API wants one is sent as its JSON.
        var request = new JsonObject(
            from name in Parameters[_action].Parameters
            let value = ArgumentRules.Member(arguments, name)
            where value is { ValueKind: not JsonValueKind.Null }
            select KeyValuePair.Create($"{char.ToLowerInvariant(name[0])}{name[1..]}", (JsonNode?)Shapes.Text(value.Value)));
        var api = Arguments.Of(JsonSerializer.SerializeToElement(request));
        try
        {
            TaskAnswers.Operations[$"{char.ToUpperInvariant(_action[0])}{_action[1..]}"](context.Callbacks, TaskAnswers.Token(api), api);
            return Task.FromResult(JsonElement.Parse("{}"));
        }
        catch (ServiceException refusal) when (refusal.Code is "ValidationException" or "SerializationException")
        {
            throw new TaskFailedException("Sfn.SfnException", $"{refusal.Message} (Service: Sfn, Status Code: 400, Request ID: {Guid.NewGuid()})");
        }
        catch (ServiceException refusal)
        {
            throw Errors.Refusal(refusal.Code, refusal.Message);
        }
    }
}
