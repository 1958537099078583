using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Fanout.Local.Services.Logs;

/// <summary>
/// Texts in a file that goes with the program, so that what is logged takes no memory. The file is a ring: a text can be read
/// until <paramref name="capacity"/> characters were added after it. One thread at a time may add, any may read.
/// </summary>
/// <param name="capacity">How many characters can be read again at least.</param>
public sealed class RecentTexts(long capacity)
{
    private readonly Lazy<SafeFileHandle> _file = new(Open);
    private long _end;

    /// <summary>Adds a text.</summary>
    public RecentText Add(string text)
    {
        // As it is in memory: halves of surrogates come back too.
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        if (_end + bytes.Length > 2 * sizeof(char) * capacity)
        {
            _end = 0;
        }

        var added = new RecentText(this, _end, text.Length);
        RandomAccess.Write(_file.Value, bytes, _end);
        _end += bytes.Length;
        return added;
    }

    internal string Read(long start, int length) => string.Create(
        length, (_file.Value, start), (characters, place) => RandomAccess.Read(place.Value, MemoryMarshal.AsBytes(characters), place.start));

    private static SafeFileHandle Open() => File.OpenHandle(
        Path.Combine(TemporaryFolder.Root, $"{Guid.NewGuid():N}.log"),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        FileOptions.DeleteOnClose);
}

/// <summary>A text that was added.</summary>
/// <param name="Texts">What it was added to.</param>
/// <param name="Start">Where it begins, in bytes.</param>
/// <param name="Length">How many characters it has.</param>
public readonly record struct RecentText(RecentTexts Texts, long Start, int Length)
{
    /// <summary>The text.</summary>
    public string Read() => Texts.Read(Start, Length);
}
