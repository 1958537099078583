using System.Text.Json;
using Fanout.Functions.Common;
using Fanout.Functions.MeterAnalytics.Objects;

namespace Fanout.Functions.MeterAnalytics;

/// <summary>What became of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Fault">Why it was rejected whole; null where it was not.</param>
/// <param name="Lines">The lines under its header; the sum of the next three.</param>
/// <param name="Written">How many of them are in the table.</param>
/// <param name="Duplicates">How many gave way to a later line with their key in the same batch.</param>
/// <param name="Rejected">How many are in the queue of rejected lines.</param>
internal sealed record FileReport(
    ObjectPath File, string? Fault = null, long Lines = 0, long Written = 0, long Duplicates = 0, long Rejected = 0)
{
    /// <summary>The line of the log.</summary>
    public string LogLine => Fault is null
        ? Common.LogLine.Of("Information", "File written", json =>
        {
            WriteFile(json);
            json.WriteNumber("lines"u8, Lines);
            json.WriteNumber("written"u8, Written);
            json.WriteNumber("duplicates"u8, Duplicates);
            json.WriteNumber("rejected"u8, Rejected);
        })
        : Common.LogLine.Of("Warning", "File rejected", json =>
        {
            WriteFile(json);
            json.WriteString("reason"u8, Fault);
        });

    private void WriteFile(Utf8JsonWriter json)
    {
        json.WriteString("bucket"u8, File.Bucket);
        json.WriteString("key"u8, File.Key);
    }
}
