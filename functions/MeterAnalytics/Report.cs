using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fanout.Functions.MeterAnalytics;

/// <summary>What the function answers: the counts of all its files, as <see cref="FileReport"/> has them.</summary>
/// <param name="Files">The result files of the event.</param>
/// <param name="RejectedFiles">How many of them were rejected whole.</param>
/// <param name="Lines">Their lines.</param>
/// <param name="Written">The lines that are in the table.</param>
/// <param name="Duplicates">The lines that gave way to a later one.</param>
/// <param name="Rejected">The lines that are in the queue of rejected lines.</param>
internal sealed record Report(int Files, int RejectedFiles, long Lines, long Written, long Duplicates, long Rejected)
{
    /// <summary>Adds up what became of files.</summary>
    public static Report Of(IReadOnlyCollection<FileReport> files) => new(
        files.Count,
        files.Count(file => file.Fault is not null),
        files.Sum(file => file.Lines),
        files.Sum(file => file.Written),
        files.Sum(file => file.Duplicates),
        files.Sum(file => file.Rejected));

    /// <summary>The report as JSON.</summary>
    public Stream ToJson() => new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(this, ReportJson.Default.Report));
}

/// <summary>Writes reports without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
