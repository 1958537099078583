namespace Fanout.Samples;

/// <summary>A folder with somebody's own data.</summary>
public static class DataFolder
{
    /// <summary>
    /// The files of a folder and of those in it, in the order of their names, but for those that Athena does not read either:
    /// names that begin with a dot or an underscore.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="extensions">How their names must end, in any case; any where none is given.</param>
    /// <exception cref="SampleException">There is no such folder, or it holds none or others.</exception>
    public static IReadOnlyList<string> Files(string folder, params string[] extensions)
    {
        var kinds = extensions.Length == 0 ? "files" : $"{string.Join(" or ", extensions)} files";
        if (!Directory.Exists(folder))
        {
            throw new SampleException(File.Exists(folder)
                ? $"{folder} is a file; give the folder that holds the {kinds}."
                : $"There is no folder {folder}; give one that holds {kinds}.");
        }

        try
        {
            string[] files =
            [
                .. FilesIn(folder, [])
                    .Where(file => Path.GetFileName(file)[0] is not ('.' or '_'))
                    .Order(StringComparer.Ordinal),
            ];
            var other = Array.Find(files, file => extensions.Length > 0 && !extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));
            return other is not null ? throw new SampleException($"{other} is none of the {kinds} that the folder {folder} may hold; take it out.")
                : files.Length == 0 ? throw new SampleException($"The folder {folder} holds no files; it must hold {kinds}.")
                : files;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"The folder {folder} cannot be read: {problem.Message}", problem);
        }
    }

    // Links to folders are followed; one to a folder that it is in would have no end.
    private static IEnumerable<string> FilesIn(string folder, IReadOnlyList<string> outer)
    {
        var place = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(folder);
        return outer.Contains(place)
            ? throw new SampleException($"{folder} is a link to {place}, a folder that it is in; take it out.")
            : Directory.EnumerateFiles(folder)
                .Concat(Directory.EnumerateDirectories(folder).SelectMany(inner => FilesIn(inner, [.. outer, place])));
    }

    /// <summary>The path of a file below a folder, with slashes.</summary>
    public static string PathIn(string folder, string file) => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Checks that a file is a text of single bytes, as UTF-8 is.</summary>
    /// <exception cref="SampleException">It is empty, or has bytes that no such text has.</exception>
    public static void CheckText(string file)
    {
        var begin = Begin(file, 4096);
        if (begin.Length == 0)
        {
            throw new SampleException($"{file} is empty; it must hold CSV.");
        }

        if (begin.Contains((byte)0))
        {
            throw new SampleException($"{file} is no CSV in UTF-8: it has bytes that are 0, as binary files and UTF-16 have; save it as UTF-8.");
        }
    }

    /// <summary>The first bytes of a file; fewer where it has no more.</summary>
    public static byte[] Begin(string file, int count)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[count];
            return bytes[..stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"{file} cannot be read: {problem.Message}", problem);
        }
    }
}
