using System.Globalization;
using System.Text.Json;
using Fanout.Functions.SensorAnalytics.Readings;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>The input of one child of the Distributed Map ("ItemBatcher (Map)").</summary>
internal sealed class Batch : IDisposable
{
    private readonly JsonDocument _document;

    private Batch(JsonDocument document)
    {
        _document = document;
        var root = document.RootElement;
        Items = root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty(nameof(Items), out var items)
            && items.ValueKind == JsonValueKind.Array
                ? items
                : throw new BatchException("The input has no list \"Items\"; it must be a batch, {\"Items\": [...]}.");
        AnalysisDate = TextOf(root, "analysisDate");
        ExecutionName = TextOf(root, "executionName");
        if (AnalysisDate is not null
            && !DateOnly.TryParseExact(AnalysisDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            throw new BatchException($"BatchInput.analysisDate is \"{AnalysisDate}\"; it must be a day, YYYY-MM-DD.");
        }
    }

    /// <summary>The readings, as they came.</summary>
    public JsonElement Items { get; }

    /// <summary>The day that is analyzed, YYYY-MM-DD; null where each reading's own day (UTC) is.</summary>
    public string? AnalysisDate { get; }

    /// <summary>The execution that the batch belongs to, for the log; null where it is not known.</summary>
    public string? ExecutionName { get; }

    /// <summary>Reads a batch.</summary>
    /// <exception cref="BatchException">The input is not JSON, or is no batch.</exception>
    public static async Task<Batch> ReadAsync(Stream input, CancellationToken cancellation)
    {
        try
        {
            return Open(await JsonDocument.ParseAsync(input, cancellationToken: cancellation));
        }
        catch (JsonException problem)
        {
            throw new BatchException($"The input is not JSON: {problem.Message}", problem);
        }
    }

    /// <summary>Reads a batch that is in memory, which must not change while the batch is in use.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="BatchException">It is no batch.</exception>
    public static Batch Read(ReadOnlyMemory<byte> input) => Open(JsonDocument.Parse(input));

    /// <summary>Gives the memory back; readings and rejections of this batch cannot be used any more.</summary>
    public void Dispose() => _document.Dispose();

    private static Batch Open(JsonDocument document)
    {
        try
        {
            return new Batch(document);
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    private static string? TextOf(JsonElement root, string name)
    {
        if (!root.TryGetProperty("BatchInput", out var input)
            || input.ValueKind != JsonValueKind.Object
            || !input.TryGetProperty(name, out var value)
            || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return JsonText.TryGet(value, out var text)
            ? text
            : throw new BatchException($"BatchInput.{name} is {value.ValueKind}; it must be text.");
    }
}
