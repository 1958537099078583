namespace Pulumi;

/// <summary>A single file.</summary>
public abstract class Asset : AssetOrArchive
{
    private protected Asset(string value)
        : base(value)
    {
    }
}

/// <summary>What a provider gave back in place of a file, and no other provider takes.</summary>
internal sealed class InvalidAsset() : Asset("");

/// <summary>A file on this machine; a relative path starts at the program's directory.</summary>
public sealed class FileAsset : Asset
{
    /// <summary>The file at a path.</summary>
    public FileAsset(string path)
        : base(path)
    {
    }
}

/// <summary>A file with the given text.</summary>
public sealed class StringAsset : Asset
{
    /// <summary>A file with this text.</summary>
    public StringAsset(string text)
        : base(text)
    {
    }
}

/// <summary>A file that is fetched from somewhere else.</summary>
public sealed class RemoteAsset : Asset
{
    /// <summary>The file at an http, https or file address.</summary>
    public RemoteAsset(string uri)
        : base(uri)
    {
    }
}
