using System.Globalization;
using System.Text;
using System.Text.Json;
using Fanout.Functions.SensorAnalytics.Readings;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>The input of one child of the Distributed Map ("ItemBatcher (Map)").</summary>
/// <param name="AnalysisDate">The day that is analyzed, YYYY-MM-DD; null where each reading's own day (UTC) is.</param>
/// <param name="ExecutionName">The execution that the batch belongs to, for the log; null where it is not known.</param>
/// <param name="Readings">The readings that can be analyzed.</param>
/// <param name="Rejected">The readings that cannot be analyzed.</param>
internal sealed record Batch(
    string? AnalysisDate, string? ExecutionName, IReadOnlyList<Reading> Readings, IReadOnlyList<Rejection> Rejected)
{
    /// <summary>How many readings there are.</summary>
    public int Count => Readings.Count + Rejected.Count;

    /// <summary>Reads a batch.</summary>
    /// <exception cref="BatchException">The input is not JSON, or is no batch.</exception>
    public static async Task<Batch> ReadAsync(Stream input, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await input.CopyToAsync(content, cancellation);
        var text = content.GetBuffer().AsMemory(0, (int)content.Length);
        try
        {
            return Read(text.Span.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
        }
        catch (JsonException problem)
        {
            throw new BatchException($"The input is not JSON: {problem.Message}", problem);
        }
    }

    /// <summary>Reads a batch that is in memory, which must not change while the batch is in use.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="BatchException">It is no batch.</exception>
    public static Batch Read(ReadOnlyMemory<byte> input)
    {
        // As in any JSON, the last of several properties of a name counts.
        var context = default(JsonElement);
        (List<Reading> Readings, List<Rejection> Rejected)? items = null;
        var json = new Utf8JsonReader(input.Span);
        while (json.Read())
        {
            if (json.CurrentDepth != 1 || json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("BatchInput"u8))
            {
                context = JsonElement.ParseValue(ref json);
            }
            else if (json.ValueTextEquals("Items"u8))
            {
                json.Read();
                items = json.TokenType == JsonTokenType.StartArray ? ReadItems(ref json, input) : null;
            }
        }

        var (readings, rejected) = items
            ?? throw new BatchException("The input has no list \"Items\"; it must be a batch, {\"Items\": [...]}.");
        var (analysisDate, executionName) = (TextOf(context, "analysisDate"), TextOf(context, "executionName"));
        if (analysisDate is not null
            && !DateOnly.TryParseExact(analysisDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            throw new BatchException($"BatchInput.analysisDate is \"{analysisDate}\"; it must be a day, YYYY-MM-DD.");
        }

        return new Batch(analysisDate, executionName, readings, rejected);
    }

    private static (List<Reading> Readings, List<Rejection> Rejected) ReadItems(ref Utf8JsonReader json, ReadOnlyMemory<byte> input)
    {
        var readings = new List<Reading>();
        var rejected = new List<Rejection>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            if (Reading.TryRead(ref json, out var reasons) is { } reading)
            {
                readings.Add(reading);
            }
            else
            {
                rejected.Add(new Rejection(input[start..(int)json.BytesConsumed], reasons!));
            }
        }

        return (readings, rejected);
    }

    private static string? TextOf(JsonElement context, string name)
    {
        if (context.ValueKind != JsonValueKind.Object
            || !context.TryGetProperty(name, out var value)
            || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new BatchException($"BatchInput.{name} is {value.ValueKind}; it must be text.");
        }
    }
}
