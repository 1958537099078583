using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.S3;

namespace Fanout.Samples.SensorAnalytics;

/// <summary>Somebody's own readings of sensors: CSV files of days, or Parquet files with or without the manifest of their UNLOAD.</summary>
public sealed partial class SensorFolder
{
    private readonly IReadOnlyList<DateOnly> _days;
    private readonly string? _parquet;

    private SensorFolder(IReadOnlyList<Upload> files, IReadOnlyList<DateOnly> days, string? parquet) =>
        (Files, _days, _parquet) = (files, days, parquet);

    /// <summary>The files of readings by their keys in the bucket.</summary>
    public IReadOnlyList<Upload> Files { get; }

    /// <summary>How many files of which kind there are.</summary>
    public string Description => $"{Files.Count} {(_parquet is null ? "CSV" : "Parquet")} files";

    /// <summary>
    /// Reads what a folder holds. Parquet files are known by their content, whatever their names are; the day of a CSV file is
    /// that of its folder, <c>day=YYYY-MM-DD</c>.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="day">The day of CSV files whose folder says none; null for none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="SampleException">There is no such folder, or a file in it is none of these.</exception>
    public static async Task<SensorFolder> ReadAsync(string folder, DateOnly? day, CancellationToken cancellation)
    {
        var files = DataFolder.Files(folder);
        var parquet = files.Where(ParquetFile.IsOne).ToArray();
        return parquet.Length > 0 ? await OfParquetAsync(folder, parquet, [.. files.Except(parquet)], cancellation) : OfCsv(folder, files, day);
    }

    /// <summary>The inputs of the executions that analyze the readings.</summary>
    /// <param name="bucket">The bucket that they were uploaded to.</param>
    public IEnumerable<IReadOnlyDictionary<string, string>> Inputs(string bucket) => _parquet is { } parquet
        ? [new Dictionary<string, string> { ["manifest"] = $"s3://{bucket}/{ParquetManifest.KeyIn(parquet)}" }]
        : _days.Select(day => new Dictionary<string, string> { ["date"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) });

    /// <summary>Uploads the files, in place of those of the same keys, and for Parquet files a manifest of them.</summary>
    /// <inheritdoc cref="SensorAnalyticsSample.LoadAsync" />
    public async Task LoadAsync(IAmazonS3 s3, string bucket, int concurrency, IProgress<int>? progress, CancellationToken cancellation)
    {
        var type = _parquet is null ? "text/csv" : ParquetFile.ContentType;
        await ObjectUploads.PutAsync(s3, bucket, Files, "files", type, concurrency, progress, cancellation);
        if (_parquet is { } parquet)
        {
            await ParquetManifest.PutAsync(s3, bucket, parquet, Files.Select(file => file.Key), cancellation);
        }
    }

    private static async Task<SensorFolder> OfParquetAsync(
        string folder, string[] files, IReadOnlyList<string> rest, CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            await ParquetFile.CheckAsync(file, cancellation);
        }

        var manifests = rest.Where(ParquetManifest.IsOne).ToArray();
        var named = manifests.SelectMany(ParquetManifest.NamesIn).ToHashSet(StringComparer.Ordinal);
        if (rest.Except(manifests).FirstOrDefault() is { } other)
        {
            throw new SampleException($"{other} is neither a Parquet file nor a manifest of such files; the folder {folder} may hold nothing else beside them.");
        }

        if (named.FirstOrDefault(name => !files.Any(file => Path.GetFileName(file) == name)) is { } missing)
        {
            throw new SampleException($"The manifest {manifests[0]} names {missing}, which the folder {folder} does not hold.");
        }

        var place = $"{ParquetManifest.Prefix}{Words().Replace(Path.GetFileName(Path.GetFullPath(folder)), "-")}/";
        return new SensorFolder(
            [
                .. files.Where(file => manifests.Length == 0 || named.Contains(Path.GetFileName(file)))
                    .Select(file => Upload.OfFile(place + DataFolder.PathIn(folder, file), file)),
            ],
            [],
            place);
    }

    private static SensorFolder OfCsv(string folder, IReadOnlyList<string> files, DateOnly? day)
    {
        var (uploads, days) = (new List<Upload>(), new SortedSet<DateOnly>());
        foreach (var file in files)
        {
            if (!Path.GetExtension(file).Equals(".csv", StringComparison.OrdinalIgnoreCase))
            {
                throw new SampleException($"{file} is neither a Parquet file nor a .csv file; the folder {folder} may hold one of these kinds.");
            }

            DataFolder.CheckText(file);
            var path = DataFolder.PathIn(folder, file);
            var (of, name) = Partition().Match(path) is { Success: true } partition
                && DateOnly.TryParseExact(partition.Groups["day"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var own)
                ? (own, path[(partition.Index + partition.Length)..])
                : (day ?? throw new SampleException(
                    $"{file} does not say of which day its readings are; put it into a folder such as day=2026-01-31, or give the day of all such files."), path);
            days.Add(of);

            // Athena does not read what is in folders of the day's.
            uploads.Add(Upload.OfFile(SensorAnalyticsSample.FolderOf(of) + name.Replace('/', '-'), file));
        }

        return new SensorFolder(uploads, [.. days], parquet: null);
    }

    [GeneratedRegex(@"(?<=^|/)day=(?<day>[^/]*)/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Partition();

    [GeneratedRegex("[^A-Za-z0-9_.-]+")]
    private static partial Regex Words();
}
