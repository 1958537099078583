using System.Text.Json;
using Fanout.Functions.Common;
using Fanout.Functions.SensorAnalytics.Anomalies;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>What the function answers and logs.</summary>
/// <param name="Result">
/// <c>{"readings", "healthy", "anomalous", "duplicates", "anomalies": {type: count}, "rejectedCount", "reasons":
/// {fault: count}, "rejected": [{"reading", "reason"}]}</c>; readings is the sum of healthy, anomalous, duplicates and
/// rejectedCount, and a reading with several faults counts under each.
/// </param>
/// <param name="LogLines">A line of the counts, and one for each rejected reading that the result has no room for.</param>
internal sealed record Report(Stream Result, IReadOnlyList<string> LogLines)
{
    // Leaves room for what Step Functions puts around the result: its quota is 256 KiB.
    private const int MostBytes = 200 * 1024;

    // Field names, quotes and the comma of one rejection; a reason holds nothing that must be escaped.
    private const int BytesAroundRejection = 26;

    /// <summary>Reports on a batch whose summaries are stored.</summary>
    public static Report Of(Batch batch, Analysis analysis)
    {
        var result = new MemoryStream();
        List<string> lines = [LogLine.Of("Information", "Batch analyzed", json =>
        {
            json.WriteString("executionName", batch.ExecutionName);
            WriteCounts(json, batch, analysis);
        })];
        using (var json = new Utf8JsonWriter(result))
        {
            json.WriteStartObject();
            WriteCounts(json, batch, analysis);
            json.WriteStartArray("rejected"u8);
            foreach (var rejection in batch.Rejected)
            {
                if (json.BytesCommitted + json.BytesPending + Size(rejection) <= MostBytes)
                {
                    json.WriteStartObject();
                    WriteRejection(json, rejection);
                    json.WriteEndObject();
                }
                else
                {
                    lines.Add(LogLine.Of("Warning", "Rejected reading", line => WriteRejection(line, rejection)));
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        result.Position = 0;
        return new Report(result, lines);
    }

    private static void WriteCounts(Utf8JsonWriter json, Batch batch, Analysis analysis)
    {
        var anomalous = analysis.Summaries.Count(summary => summary.Anomalies.Count > 0);
        json.WriteNumber("readings"u8, batch.Count);
        json.WriteNumber("healthy"u8, analysis.Summaries.Count - anomalous);
        json.WriteNumber("anomalous"u8, anomalous);
        json.WriteNumber("duplicates"u8, analysis.Duplicates);
        json.WriteStartObject("anomalies"u8);
        var found = analysis.Summaries.SelectMany(summary => summary.Anomalies).CountBy(anomaly => anomaly.Type).ToDictionary();
        foreach (var type in AnomalyType.All)
        {
            json.WriteNumber(type, found.GetValueOrDefault(type));
        }

        json.WriteEndObject();
        json.WriteNumber("rejectedCount"u8, batch.Rejected.Count);
        json.WriteStartObject("reasons"u8);
        foreach (var (fault, count) in batch.Rejected.SelectMany(rejection => rejection.Reason.Split("; ")).CountBy(fault => fault))
        {
            json.WriteNumber(fault, count);
        }

        json.WriteEndObject();
    }

    private static int Size(Rejection rejection) =>
        rejection.Reading.Length + rejection.Reason.Length + BytesAroundRejection;

    private static void WriteRejection(Utf8JsonWriter json, Rejection rejection)
    {
        json.WritePropertyName("reading"u8);
        json.WriteRawValue(rejection.Reading.Span, skipInputValidation: true);
        json.WriteString("reason"u8, rejection.Reason);
    }
}
