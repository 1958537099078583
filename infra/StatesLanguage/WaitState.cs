using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>Waits for some seconds or until a time; exactly one of the two is given.</summary>
public sealed record WaitState : TransitionState
{
    /// <summary>A number of seconds or an expression.</summary>
    public JsonNode? Seconds { get; init; }

    /// <summary>An ISO 8601 timestamp or an expression.</summary>
    public string? Timestamp { get; init; }

    private protected override string Type => "Wait";

    private protected override void Write(JsonFields fields)
    {
        fields.Add(nameof(Seconds), Seconds).Add(nameof(Timestamp), Timestamp);
        WriteTransition(fields);
    }
}
