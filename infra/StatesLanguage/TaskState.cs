using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>Calls a service.</summary>
public sealed record TaskState : RetryableState
{
    /// <summary>What is called; see <see cref="Integration"/>.</summary>
    public required string Resource { get; init; }

    /// <summary>The call's arguments; may hold expressions. The state's input where there are none.</summary>
    public JsonNode? Arguments { get; init; }

    /// <summary>The role to call with, an object with RoleArn.</summary>
    public JsonNode? Credentials { get; init; }

    /// <summary>The longest that the call may take; a number or an expression.</summary>
    public JsonNode? TimeoutSeconds { get; init; }

    /// <summary>The longest between two heartbeats; a number or an expression.</summary>
    public JsonNode? HeartbeatSeconds { get; init; }

    private protected override string Type => "Task";

    private protected override void Write(JsonFields fields)
    {
        fields
            .Add(nameof(Resource), Resource)
            .Add(nameof(Arguments), Arguments)
            .Add(nameof(Credentials), Credentials)
            .Add(nameof(TimeoutSeconds), TimeoutSeconds)
            .Add(nameof(HeartbeatSeconds), HeartbeatSeconds);
        WriteErrorHandling(fields);
        WriteTransition(fields);
    }
}
