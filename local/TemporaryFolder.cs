namespace Fanout.Local;

/// <summary>
/// A folder for files that nobody needs later: it is gone when it is disposed, at the latest when this program ends; where
/// the program was killed, when the next one makes its first.
/// </summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string Prefix = "fanout-";

    // Held open, and so locked, by the program whose folder it is in.
    private const string Lock = ".in-use";

    private static readonly Lazy<(string Folder, FileStream Lock)> OfProgram = new(MakeOfProgram);

    /// <summary>Makes an empty folder.</summary>
    /// <param name="purpose">What its name begins with.</param>
    public TemporaryFolder(string purpose) => Path = Directory.CreateDirectory(
        System.IO.Path.Combine(Root, $"{purpose}-{Guid.NewGuid():N}")).FullName;

    /// <summary>The folder that holds all of this program.</summary>
    public static string Root => OfProgram.Value.Folder;

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Removes what killed programs left behind.</summary>
    /// <param name="parent">The folder that holds theirs.</param>
    internal static void RemoveAbandoned(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, $"{Prefix}*"))
        {
            try
            {
                // One without this file is somebody else's, or was made this moment. What else is in it goes while it is locked.
                using (new FileStream(System.IO.Path.Combine(folder, Lock), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    foreach (var part in Directory.EnumerateDirectories(folder))
                    {
                        Directory.Delete(part, recursive: true);
                    }
                }

                Directory.Delete(folder, recursive: true);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // It is in use.
            }
        }
    }

    /// <summary>Removes the folder with all that is in it.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private static (string Folder, FileStream Lock) MakeOfProgram()
    {
        RemoveAbandoned(System.IO.Path.GetTempPath());
        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        var file = new FileStream(System.IO.Path.Combine(folder, Lock), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveOfProgram();
        return (folder, file);
    }

    private static void RemoveOfProgram()
    {
        var (folder, file) = OfProgram.Value;
        file.Dispose();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A process that has not ended yet writes into it; the next program removes it.
        }
    }
}
