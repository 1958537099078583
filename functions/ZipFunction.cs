using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Zips a published function so that the same files give the same bytes: sorted entries and one
/// fixed time. A zip that differs at every build would make every preview show a change.
/// </summary>
public class ZipFunction : Task
{
    // The earliest time that the zip format can hold.
    private static readonly DateTimeOffset EntryTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Required]
    public string Folder { get; set; }

    [Required]
    public string Package { get; set; }

    public override bool Execute()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Package));
        var temporary = Package + ".tmp";
        using (var file = File.Create(temporary))
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            var root = Path.GetFullPath(Folder + Path.DirectorySeparatorChar);
            foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .OrderBy(path => path, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(path.Substring(root.Length).Replace('\\', '/'), CompressionLevel.Optimal);
                entry.LastWriteTime = EntryTime;
                using (var source = File.OpenRead(path))
                using (var target = entry.Open())
                {
                    source.CopyTo(target);
                }
            }
        }

        File.Delete(Package);
        File.Move(temporary, Package);
        return true;
    }
}
