using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Logs;
using Fanout.Samples.Cli;

namespace Fanout.Local.Runs;

/// <summary>What functions and jobs logged, with the times of the executions that called them.</summary>
internal static class RunLogs
{
    // What a line of structured JSON says of itself ("Configuring JSON and plain text log formats"); its own time is the
    // machine's, while an execution's is virtual.
    private const string Time = "timestamp";
    private const string Level = "level";
    private const string Message = "message";

    // Of a line of the platform ("Lambda Telemetry API Event schema reference").
    private const string Type = "type";
    private const string Record = "record";

    // What services log of themselves, such as Step Functions each event of an execution.
    private const string Vended = "/aws/vendedlogs/";

    /// <summary>Prints each log group of functions and jobs with its lines, in the order of their times.</summary>
    public static void Print(LogGroups logs, TextWriter output)
    {
        output.WriteLine("Logged, by the clock of the executions:");
        foreach (var group in logs.All.Where(group => group.Streams().Count > 0 && !group.Name.StartsWith(Vended, StringComparison.Ordinal)))
        {
            output.WriteLine($"  {group.Name}");
            foreach (var logged in group.Events().OrderBy(logged => logged.Position))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {logged.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}  {Text(logged.Message)}"));
            }
        }
    }

    private static string Text(string line)
    {
        if (Members(line) is not { } members)
        {
            return line;
        }

        if (members[Type]?.GetValueKind() == JsonValueKind.String && members[Record] is JsonObject record)
        {
            return $"{members[Type]}  {record.ToJsonString(CompactJson.Options)}";
        }

        if (members[Level]?.GetValueKind() != JsonValueKind.String || members[Message]?.GetValueKind() != JsonValueKind.String)
        {
            return line;
        }

        var (level, message) = (members[Level]!, members[Message]!);
        foreach (var name in new[] { Time, Level, Message })
        {
            members.Remove(name);
        }

        return $"{level}  {message}{(members.Count > 0 ? $"  {members.ToJsonString(CompactJson.Options)}" : "")}";
    }

    private static JsonObject? Members(string line)
    {
        try
        {
            var value = JsonElement.Parse(line);
            return value.ValueKind == JsonValueKind.Object && JsonFlaw.Of(value) is null ? JsonObject.Create(value) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
