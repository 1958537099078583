using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.States;

/// <summary>What executions of a state machine log ("LoggingConfiguration").</summary>
/// <param name="Level">ALL, ERROR, FATAL or OFF.</param>
/// <param name="IncludesData">Whether input and output are logged.</param>
/// <param name="Destinations">The ARNs of log groups, each with <c>:*</c> at its end; null where none were named.</param>
public sealed record LoggingSettings(string Level, bool IncludesData, ImmutableArray<string>? Destinations)
{
    private static readonly string[] Levels = ["ALL", "ERROR", "FATAL", "OFF"];

    /// <summary>Nothing is logged.</summary>
    public static LoggingSettings Off { get; } = new("OFF", IncludesData: false, Destinations: null);

    /// <summary>Whether anything is logged.</summary>
    public bool IsOn => Level != Off.Level;

    /// <summary>Reads the member of a request; null where it is not given.</summary>
    /// <exception cref="ServiceException">It is not valid, or names a log group that does not exist.</exception>
    internal static LoggingSettings? Of(RequestMembers arguments, Func<string, bool> isLogGroup)
    {
        if (arguments.Structure("loggingConfiguration") is not { } given)
        {
            return null;
        }

        var settings = new LoggingSettings(
            given.Choice("level", Levels) ?? Off.Level,
            given.Flag("includeExecutionData"),
            given.Structures("destinations") is { } destinations ? [.. destinations.Select(GroupOf)] : null);
        if (settings.Destinations is { Length: > 1 } || (settings.IsOn && settings.Destinations is not { Length: 1 }))
        {
            throw Invalid("Must specify exactly one Log Destination.");
        }

        foreach (var destination in settings.Destinations ?? [])
        {
            if (destination.Split(':') is not ["arn", _, "logs", _, _, "log-group", var name, "*"])
            {
                throw Invalid($"{destination} is not the ARN of a log group with :* at its end.");
            }

            if (!isLogGroup(name))
            {
                throw Invalid("Log Destination not found.");
            }
        }

        return settings;
    }

    /// <summary>The settings of a resource of the provider.</summary>
    internal static LoggingSettings Of(ImmutableDictionary<string, object>? inputs) => inputs is null ? Off : new LoggingSettings(
        inputs.GetValueOrDefault("level") as string ?? Off.Level,
        inputs.GetValueOrDefault("includeExecutionData") is true,
        inputs.GetValueOrDefault("logDestination") is string destination ? [destination] : null);

    internal bool IsSameAs(LoggingSettings other) =>
        (Level, IncludesData) == (other.Level, other.IncludesData)
        && (Destinations ?? []).SequenceEqual(other.Destinations ?? []);

    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["level"] = Level, ["includeExecutionData"] = IncludesData };
        if (Destinations is { } destinations)
        {
            json["destinations"] = new JsonArray(
                [.. destinations.Select(arn => new JsonObject { ["cloudWatchLogsLogGroup"] = new JsonObject { ["logGroupArn"] = arn } })]);
        }

        return json;
    }

    private static string GroupOf(RequestMembers destination) =>
        destination.Structure("cloudWatchLogsLogGroup")?.RequiredText("logGroupArn", shortest: 1, longest: 256)
        ?? throw Invalid("Must specify exactly one Log Destination.");

    private static ServiceException Invalid(string problem) => new("InvalidLoggingConfiguration", $"Invalid Logging Configuration: {problem}");
}
