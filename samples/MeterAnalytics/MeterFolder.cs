using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.S3;

namespace Fanout.Samples.MeterAnalytics;

/// <summary>Somebody's own readings of meters: CSV files, of customers and of readings.</summary>
public sealed partial class MeterFolder
{
    private MeterFolder(IReadOnlyList<Upload> files, DateOnly first, DateOnly last) => (Files, First, Last) = (files, first, last);

    /// <summary>The files by their keys in the bucket.</summary>
    public IReadOnlyList<Upload> Files { get; }

    /// <summary>The first day that has readings.</summary>
    public DateOnly First { get; }

    /// <summary>The last day that has readings.</summary>
    public DateOnly Last { get; }

    /// <summary>
    /// Reads what a folder holds. The day of a file of readings is that of its folder, <c>year=YYYY/month=MM/day=DD/</c>, or
    /// else the one in its name, <c>YYYY-MM-DD</c>; a file <c>customer_meter_sensor*.csv</c> is one of customers.
    /// </summary>
    /// <exception cref="SampleException">There is no such folder, or a file in it is none of these.</exception>
    public static MeterFolder Read(string folder)
    {
        var (files, days) = (new List<Upload>(), new SortedSet<DateOnly>());
        foreach (var file in DataFolder.Files(folder, ".csv"))
        {
            DataFolder.CheckText(file);
            var (path, name) = (DataFolder.PathIn(folder, file), Path.GetFileName(file));
            if ($"/{path}".Contains("/customer_meter_sensor", StringComparison.OrdinalIgnoreCase))
            {
                files.Add(Upload.OfFile($"{MeterAnalyticsSample.CustomersPrefix}{name}", file));
                continue;
            }

            var day = DayOf(path) ?? throw new SampleException(
                $"{file} does not say of which day its readings are; put it into a folder such as year=2022/month=01/day=31, or the day into its name, such as readings-2022-01-31.csv.");
            days.Add(day);
            files.Add(Upload.OfFile(
                string.Create(CultureInfo.InvariantCulture, $"{MeterAnalyticsSample.ReadingsPrefix}year={day:yyyy}/month={day:MM}/day={day:dd}/{name}"), file));
        }

        return days.Count == 0 ? throw new SampleException($"The folder {folder} holds customers and no readings.")
            : files.GroupBy(file => file.Key).FirstOrDefault(same => same.Count() > 1) is { } twice
                ? throw new SampleException($"The folder {folder} holds two files that would both be {twice.Key}; give them names of their own.")
            : new MeterFolder(files, days.Min, days.Max);
    }

    /// <summary>Uploads the files, in place of those of the same keys.</summary>
    /// <inheritdoc cref="MeterAnalyticsSample.LoadAsync" />
    public Task LoadAsync(IAmazonS3 s3, string bucket, int concurrency, IProgress<int>? progress, CancellationToken cancellation) =>
        ObjectUploads.PutAsync(s3, bucket, Files, "files", "text/csv", concurrency, progress, cancellation);

    private static DateOnly? DayOf(string path)
    {
        var found = Partition().Match(path) is { Success: true } partition ? partition : Date().Match(path[(path.LastIndexOf('/') + 1)..]);
        return found.Success && DateOnly.TryParseExact(
            found.Result("${year}-${month}-${day}"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
    }

    [GeneratedRegex(@"(^|/)year=(?<year>\d{4})/month=(?<month>\d\d)/day=(?<day>\d\d)/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Partition();

    [GeneratedRegex(@"(?<!\d)(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?!\d)")]
    private static partial Regex Date();
}
