using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// Copies the text files of a table into one CSV file of a form that is read without doubt: each line has the given number of
/// fields, the partition's values and the file's URI; values are in quotation marks, NULL is empty.
/// </summary>
/// <param name="cut">Cuts a line into its fields.</param>
/// <param name="width">The number of fields; those that are missing are NULL, those beyond it are left out.</param>
/// <param name="skipped">How many lines at the head of each file are no rows.</param>
/// <param name="cancellation">Ends the copying.</param>
internal sealed partial class TextTable(Lines.Cut cut, int width, int skipped, CancellationToken cancellation)
{
    // Athena reads lines of up to 100 MB; here a query has 256 MB for all that it does.
    private const int LongestLine = 5_000_000;

    /// <summary>The most bytes of a line that is copied: each character may be three, its partition and URI are beside it.</summary>
    public const int LongestRecord = 3 * LongestLine + 1_000_000;

    /// <summary>Copies the files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="target">The file that is made.</param>
    /// <exception cref="QueryFailedException">A file is compressed in a way that is not read here, cannot be unpacked, or has too
    /// long a line.</exception>
    public void Copy(IEnumerable<TableFile> files, string target)
    {
        using var output = LineWriter.Create(target);
        foreach (var file in files)
        {
            try
            {
                Copy(file, output);
            }
            catch (InvalidDataException problem)
            {
                throw new QueryFailedException("HIVE_CURSOR_ERROR", $"Failed to read file at {file.Uri}: {problem.Message}");
            }
        }
    }

    private void Copy(TableFile file, StreamWriter output)
    {
        using var reader = Open(file);
        for (var line = 0; reader.ReadLine() is { } text; line++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (text.Length > LongestLine)
            {
                throw new QueryFailedException(
                    "HIVE_BAD_DATA",
                    string.Create(CultureInfo.InvariantCulture, $"Line too long in text file: {file.Uri}: line {line + 1} has {text.Length:N0} characters; the local Athena reads up to {LongestLine:N0}"));
            }
            if (line >= skipped)
            {
                var fields = cut(text);
                output.WriteCsv([.. Enumerable.Range(0, width).Select(fields.ElementAtOrDefault), .. file.Partition, file.Uri]);
            }
        }
    }

    private static StreamReader Open(TableFile file)
    {
        if (OtherCompression().IsMatch(file.Key))
        {
            throw new QueryFailedException(
                "NOT_SUPPORTED", $"the local Athena reads no text compressed as {file.Key}; use gzip (.gz)");
        }
        var bytes = file.Open();
        // As Trino's line reader: the mark at the head of a file is none of its text, anywhere else it is.
        return new StreamReader(
            file.Key.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(bytes, CompressionMode.Decompress) : bytes,
            Encoding.UTF8,
            detectEncodingFromByteOrderMarks: false);
    }

    [GeneratedRegex(@"\.(bz2|snappy|lzo|lz4|deflate|zst)$", RegexOptions.IgnoreCase)]
    private static partial Regex OtherCompression();
}
