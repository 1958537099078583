using System.Text;

namespace Fanout.Samples;

/// <summary>An object that is to be uploaded.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Open">Gives its content, from its begin.</param>
/// <param name="Count">What it counts for in the progress.</param>
public sealed record Upload(string Key, Func<Stream> Open, int Count = 1)
{
    /// <summary>One of a text, as UTF-8.</summary>
    public static Upload Of(string key, string text, int count = 1) =>
        new(key, () => new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false), count);

    /// <summary>One of a file, byte for byte.</summary>
    public static Upload OfFile(string key, string path) => new(key, () => File.OpenRead(path));
}
