using Fanout.Functions.Common;
using Fanout.Functions.MeterAnalytics.Events;

namespace Fanout.Functions.MeterAnalytics;

/// <summary>Handles notifications of S3: writes each result file that they name.</summary>
/// <param name="files">What writes files.</param>
/// <param name="resultsPrefix">What the keys of result files begin with.</param>
/// <param name="log">Where lines of structured JSON go.</param>
internal sealed class NotificationHandler(FileWriter files, string resultsPrefix, TextWriter log)
{
    private const string Suffix = ".csv";

    /// <summary>Handles one notification; see <see cref="Function.Handle"/>.</summary>
    public async Task<Stream> HandleAsync(Stream input, CancellationToken cancellation)
    {
        var reports = new List<FileReport>();
        foreach (var record in await ObjectEvent.ReadAllAsync(input, cancellation))
        {
            if (ReasonToIgnore(record) is { } reason)
            {
                log.WriteLine(LogLine.Of("Information", "Event ignored", json =>
                {
                    json.WriteString("eventName"u8, record.Name);
                    json.WriteString("bucket"u8, record.Object.Bucket);
                    json.WriteString("key"u8, record.Object.Key);
                    json.WriteString("reason"u8, reason);
                }));
                continue;
            }

            var report = await files.WriteAsync(record.Object, cancellation);
            log.WriteLine(report.LogLine);
            reports.Add(report);
        }

        return Report.Of(reports).ToJson();
    }

    private string? ReasonToIgnore(ObjectEvent record) =>
        !record.IsCreation ? "no object was created"
        : !record.Object.Key.StartsWith(resultsPrefix, StringComparison.Ordinal) ? $"the key does not begin with {resultsPrefix}"
        : !record.Object.Key.EndsWith(Suffix, StringComparison.Ordinal) ? $"the key does not end with {Suffix}"
        : null;
}
