using System.Runtime.InteropServices;
using System.Text.Json;
using Fanout.Local.Jsonata;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>
/// The records of children with one status, kept on disk until they are complete; a new file is begun where one would
/// become larger than files of results may be.
/// </summary>
internal sealed class ResultFile(string status, bool isJsonLines) : IAsyncDisposable
{
    private readonly List<FileStream> _files = [];

    /// <summary>What the names of the files begin with.</summary>
    public string Status => status;

    /// <summary>Adds a record.</summary>
    public void Add(JsonElement record)
    {
        var isFirst = _files.Count == 0 || _files[^1].Length + JsonText.Size(record) + 2 > Quotas.ResultFile;
        if (isFirst)
        {
            Close();
            _files.Add(new FileStream(
                Path.Combine(TemporaryFolder.Root, $"results-{Guid.NewGuid():N}"),
                FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 64 * 1024, FileOptions.DeleteOnClose));
        }
        _files[^1].Write(isJsonLines ? [] : isFirst ? "["u8 : ","u8);
        _files[^1].Write(JsonMarshal.GetRawUtf8Value(record));
        _files[^1].Write(isJsonLines ? "\n"u8 : []);
    }

    /// <summary>Ends the last file, and gives all of them, to be read from their beginning.</summary>
    public IReadOnlyList<Stream> Complete()
    {
        Close();
        foreach (var file in _files)
        {
            file.Position = 0;
        }
        return _files;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files)
        {
            await file.DisposeAsync();
        }
    }

    private void Close()
    {
        if (_files.Count > 0 && !isJsonLines)
        {
            _files[^1].Write("]"u8);
        }
    }
}
