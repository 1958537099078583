using System.Text;
using Amazon.S3;

namespace Fanout.Samples.SensorAnalytics;

/// <summary>The manifest that an UNLOAD of Athena leaves: the addresses of its files, a line each ("UNLOAD", Athena guide).</summary>
internal static class ParquetManifest
{
    /// <summary>Where Parquet files go that no query of the workflow wrote, with the slash at its end.</summary>
    public const string Prefix = "parquet/";

    private const string Scheme = "s3://";

    /// <summary>The key of the manifest of the files in a folder.</summary>
    public static string KeyIn(string folder) => $"{folder.TrimEnd('/')}-manifest.csv";

    /// <summary>Whether a file is one.</summary>
    public static bool IsOne(string file) => Encoding.UTF8.GetString(DataFolder.Begin(file, 16)).TrimStart('\ufeff', '"').StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>The names of the files that it lists.</summary>
    public static IEnumerable<string> NamesIn(string file) => File.ReadAllText(file)
        .Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Trim(' ', '"', '\ufeff'))
        .Where(line => line.Length > 0)
        .Select(line => line[(line.LastIndexOf('/') + 1)..]);

    /// <summary>Uploads a manifest of files that are in a bucket.</summary>
    public static Task PutAsync(IAmazonS3 s3, string bucket, string folder, IEnumerable<string> keys, CancellationToken cancellation) =>
        ObjectUploads.PutAsync(
            s3,
            bucket,
            [Upload.Of(KeyIn(folder), string.Concat(keys.Order(StringComparer.Ordinal).Select(key => $"{Scheme}{bucket}/{key}\n")))],
            "manifests",
            "text/csv",
            concurrency: 1,
            progress: null,
            cancellation);
}
