using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A collection of files.</summary>
public abstract class Archive : AssetOrArchive
{
    private protected Archive(object value)
        : base(value)
    {
    }
}

/// <summary>What a provider gave back in place of an archive, and no other provider takes.</summary>
internal sealed class InvalidArchive() : Archive("");

/// <summary>An archive that is put together from assets and archives.</summary>
public sealed class AssetArchive : Archive
{
    /// <summary>An archive of these parts, each at the path that is its key.</summary>
    public AssetArchive(IDictionary<string, AssetOrArchive> assets)
        : base(assets.ToImmutableDictionary())
    {
    }
}

/// <summary>A folder, or a .zip, .tar, .tar.gz or .tgz file, on this machine.</summary>
public sealed class FileArchive : Archive
{
    /// <summary>The folder or archive file at a path.</summary>
    public FileArchive(string path)
        : base(path)
    {
    }
}

/// <summary>An archive file that is fetched from somewhere else.</summary>
public sealed class RemoteArchive : Archive
{
    /// <summary>The archive file at an http, https or file address.</summary>
    public RemoteArchive(string uri)
        : base(uri)
    {
    }
}
