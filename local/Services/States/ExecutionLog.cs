using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.StepFunctions.History;

namespace Fanout.Local.Services.States;

/// <summary>Writes a line to a log group, if there is one of that name.</summary>
/// <param name="logGroup">The log group.</param>
/// <param name="stream">The log stream.</param>
/// <param name="line">The line.</param>
/// <param name="time">When it was logged, by the clock of who logs it.</param>
public delegate void LogWriter(string logGroup, string stream, string line, DateTimeOffset time);

/// <summary>What executions of a state machine log ("Using CloudWatch Logs to log execution history in Step Functions").</summary>
internal static class ExecutionLog
{
    // Of an escaped input or output; what is longer is cut.
    private const int LongestPayload = 248 * 1024;

    // A writer has room for a whole text with each of its characters escaped; so it is given one piece by piece.
    private const int LengthOfPieces = 4 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is to be told of each event of an execution, with its ARN, one at a time; null where nothing is logged.</summary>
    /// <param name="machine">The state machine.</param>
    /// <param name="write">Writes to log groups.</param>
    public static Action<string, HistoryEvent>? Of(StateMachineDeployment machine, LogWriter write)
    {
        var settings = machine.Logging;
        if (settings is not { IsOn: true, Destinations: [var destination] } || destination.Split(':') is not [.., "log-group", var group, "*"])
        {
            return null;
        }

        var line = new ArrayBufferWriter<byte>();
        return (execution, item) =>
        {
            if (IsLogged(item.Type, settings.Level))
            {
                var hour = item.Timestamp.UtcDateTime.ToString("yyyy-MM-dd-HH", CultureInfo.InvariantCulture);
                write(group, $"states/{machine.Name}/{hour}/00000000", Line(line, execution, item, settings.IncludesData), item.Timestamp);
            }
        };
    }

    // "Log levels for execution events".
    private static bool IsLogged(string type, string level) => level switch
    {
        "ALL" => true,
        "ERROR" => IsError(type) || type == "FailStateEntered",
        _ => IsError(type) && type.StartsWith("Execution", StringComparison.Ordinal),
    };

    private static bool IsError(string type) =>
        type.EndsWith("Failed", StringComparison.Ordinal) || type.EndsWith("TimedOut", StringComparison.Ordinal) || type.EndsWith("Aborted", StringComparison.Ordinal);

    private static string Line(ArrayBufferWriter<byte> line, string execution, HistoryEvent item, bool includesData)
    {
        var details = item.Details is { } some ? HistoryJson.DetailsOf(some, includesData) : [];
        Cut(details, "input");
        Cut(details, "output");
        line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WritePropertyName("details");
            Write(json, details);
            json.WriteString("redrive_count", "0");
            json.WriteString("id", $"{item.Id}");
            json.WriteString("type", item.Type);
            json.WriteString("previous_event_id", $"{item.PreviousEventId}");
            json.WriteString("event_timestamp", $"{item.Timestamp.ToUnixTimeMilliseconds()}");
            json.WriteString("execution_arn", execution);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                json.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    json.WritePropertyName(name);
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                WriteText(json, text);
                break;
            default:
                node!.WriteTo(json);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<char> text)
    {
        while (text.Length > LengthOfPieces)
        {
            json.WriteStringValueSegment(text[..LengthOfPieces], isFinalSegment: false);
            text = text[LengthOfPieces..];
        }

        json.WriteStringValueSegment(text, isFinalSegment: true);
    }

    private static void Cut(JsonObject details, string name)
    {
        if ((string?)details[name] is { } text && Beginning(text) is { } beginning && beginning.Length < text.Length)
        {
            details[name] = beginning;
            details[$"{name}Details"] = new JsonObject { ["truncated"] = true };
        }
    }

    // As much of a text as fits in when it is escaped.
    private static string Beginning(string text)
    {
        var (size, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            size += rune.Value is '"' or '\\' ? 2 : rune.Value < ' ' ? 6 : rune.Utf8SequenceLength;
            if (size > LongestPayload)
            {
                return text[..length];
            }

            length += rune.Utf16SequenceLength;
        }

        return text;
    }
}
