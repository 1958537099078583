using System.Globalization;
using Amazon.S3;
using Fanout.Infra.Workflows.SensorAnalytics;

namespace Fanout.Samples.SensorAnalytics;

/// <summary>The readings that the workflow sensor-analytics analyzes.</summary>
public static class SensorAnalyticsSample
{
    // About a megabyte: few enough files for Athena to read fast, small enough to upload many at a time.
    private const int ReadingsPerFile = 10_000;

    /// <summary>Generates the readings of all days, one by one; no two have the same device and time.</summary>
    public static IEnumerable<SampleReading> Generate(SensorFleet fleet) => DaysOf(fleet).SelectMany(day => Generate(fleet, day));

    /// <summary>How many readings of each kind <see cref="Generate(SensorFleet)"/> gives.</summary>
    public static SampleCounts Expected(SensorFleet fleet, SensorLimits limits) => SampleCounts.Of(Generate(fleet), limits);

    /// <summary>
    /// Uploads the readings as CSV files without a header line, in place of those of the same keys:
    /// <c>readings/day=YYYY-MM-DD/part-NNNN.csv</c>, the columns as <see cref="ReadingsSchema.Columns"/> lists them.
    /// </summary>
    /// <param name="s3">The client.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="fleet">What to generate.</param>
    /// <param name="concurrency">How many uploads run at the same time.</param>
    /// <param name="progress">Gets the number of readings uploaded so far; called by any thread.</param>
    /// <param name="cancellation">Ends the uploading.</param>
    /// <exception cref="SampleException">S3 refused a file or could not be reached; others may have been uploaded.</exception>
    public static Task LoadAsync(
        IAmazonS3 s3,
        string bucket,
        SensorFleet fleet,
        int concurrency,
        IProgress<int>? progress,
        CancellationToken cancellation) => ObjectUploads.PutAsync(
            s3, bucket, Files(fleet), "readings", "text/csv", concurrency, progress, cancellation);

    private static IEnumerable<DateOnly> DaysOf(SensorFleet fleet) =>
        Enumerable.Range(0, fleet.Days).Select(fleet.FirstDay.AddDays);

    private static IEnumerable<SampleReading> Generate(SensorFleet fleet, DateOnly day) =>
        Enumerable.Range(0, fleet.Devices)
            .SelectMany(number => new SensorDevice(number, fleet.IdOf(number), fleet.Seed).Readings(day, fleet.ReadingsPerDay));

    /// <summary>
    /// Uploads the readings as Parquet files, in place of those of the same keys, and a manifest of them:
    /// <c>parquet/LAST-DAY/day=YYYY-MM-DD/part-NNNN.parquet</c>.
    /// </summary>
    /// <inheritdoc cref="LoadAsync" />
    public static async Task LoadParquetAsync(
        IAmazonS3 s3, string bucket, SensorFleet fleet, int concurrency, IProgress<int>? progress, CancellationToken cancellation)
    {
        var keys = new List<string>();
        await ObjectUploads.PutAsync(s3, bucket, Uploads(), "readings", ParquetFile.ContentType, concurrency, progress, cancellation);
        await ParquetManifest.PutAsync(s3, bucket, ParquetFolderOf(fleet), keys, cancellation);

        IEnumerable<Upload> Uploads()
        {
            foreach (var day in DaysOf(fleet))
            {
                foreach (var (number, readings) in Generate(fleet, day).Chunk(ReadingsPerFile).Index())
                {
                    keys.Add(string.Create(
                        CultureInfo.InvariantCulture, $"{ParquetFolderOf(fleet)}{ReadingsSchema.Day}={day:yyyy-MM-dd}/{fleet.File}-{number:D4}.parquet"));
                    yield return new Upload(keys[^1], () => new MemoryStream(ParquetFile.Write(readings), writable: false), readings.Length);
                }
            }
        }
    }

    /// <summary>The key of the manifest of <see cref="LoadParquetAsync"/>.</summary>
    internal static string ManifestOf(SensorFleet fleet) => ParquetManifest.KeyIn(ParquetFolderOf(fleet));

    private static string ParquetFolderOf(SensorFleet fleet) =>
        string.Create(CultureInfo.InvariantCulture, $"{ParquetManifest.Prefix}{fleet.FirstDay.AddDays(fleet.Days - 1):yyyy-MM-dd}/");

    /// <summary>Where the files of a day are, with the slash at its end.</summary>
    public static string FolderOf(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{ReadingsSchema.Prefix}{ReadingsSchema.Day}={day:yyyy-MM-dd}/");

    private static IEnumerable<Upload> Files(SensorFleet fleet) =>
        from day in DaysOf(fleet)
        from part in Generate(fleet, day).Chunk(ReadingsPerFile).Index()
        select Upload.Of(
            string.Create(CultureInfo.InvariantCulture, $"{FolderOf(day)}{fleet.File}-{part.Index:D4}.csv"),
            string.Concat(part.Item.Select(reading => reading.ToCsv() + "\n")),
            part.Item.Length);
}
