using System.IO.Compression;
using System.Text;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>Writes files of text line by line.</summary>
internal static class LineWriter
{
    /// <summary>Makes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isGzip">Whether it is compressed.</param>
    public static StreamWriter Create(string path, bool isGzip = false)
    {
        var file = File.Create(path);
        return new StreamWriter(isGzip ? new GZipStream(file, CompressionLevel.Optimal) : file, new UTF8Encoding(false)) { NewLine = "\n" };
    }

    /// <summary>Writes a line of CSV: every value in quotation marks, NULL empty.</summary>
    public static void WriteCsv(this TextWriter writer, IEnumerable<string?> values)
    {
        var isFirst = true;
        foreach (var value in values)
        {
            if (!isFirst)
            {
                writer.Write(',');
            }
            isFirst = false;
            if (value is not null)
            {
                writer.Write('"');
                writer.Write(value.Replace("\"", "\"\"", StringComparison.Ordinal));
                writer.Write('"');
            }
        }
        writer.WriteLine();
    }
}
