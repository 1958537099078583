namespace Pulumi;

/// <summary>A file, or a collection of files, that is given to a resource.</summary>
public abstract class AssetOrArchive
{
    private protected AssetOrArchive(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value;
    }

    // Read by name, through reflection, where a mock needs the path or the text of an asset.
    internal object Value { get; }
}
