using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>When and how a state is tried again ("Amazon States Language": Retrying after error).</summary>
/// <param name="ErrorEquals">The names of the errors.</param>
public sealed record Retrier(params IReadOnlyList<string> ErrorEquals)
{
    /// <summary>Seconds before the first retry.</summary>
    public int? IntervalSeconds { get; init; }

    /// <summary>How often to retry; 0 is never.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>What each wait is multiplied by, at least 1.</summary>
    public double? BackoffRate { get; init; }

    /// <summary>The longest wait in seconds.</summary>
    public int? MaxDelaySeconds { get; init; }

    /// <summary>FULL or NONE.</summary>
    public string? JitterStrategy { get; init; }

    internal JsonObject ToJson() => new JsonFields()
        .AddTexts(nameof(ErrorEquals), ErrorEquals)
        .Add(nameof(IntervalSeconds), IntervalSeconds)
        .Add(nameof(MaxAttempts), MaxAttempts)
        .Add(nameof(BackoffRate), BackoffRate)
        .Add(nameof(MaxDelaySeconds), MaxDelaySeconds)
        .Add(nameof(JitterStrategy), JitterStrategy)
        .Json;
}
