using System.Runtime.CompilerServices;
using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;
using Fanout.Samples.Cli;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>Reads the items of a dataset in a bucket ("ItemReader (Map)").</summary>
internal sealed class ItemReader
{
    private const int AccountOfArn = 4;

    private readonly bool _lists;
    private readonly bool _flattens;
    private readonly string? _manifestType;
    private readonly IItemFormat? _format;
    private readonly IObjectStore _objects;
    private readonly StoreArguments _arguments;

    private ItemReader(FieldReader reader, FieldReader? config)
    {
        _objects = reader.Definition.Catalog.Objects;
        _lists = reader.Text("Resource")!.EndsWith(":listObjectsV2", StringComparison.Ordinal);
        _flattens = config?.Text("Transformation") == "LOAD_AND_FLATTEN";
        var inputType = config?.Text("InputType");
        _manifestType = config?.Text("ManifestType") ?? (inputType == "MANIFEST" ? "S3_INVENTORY" : null);
        _format = inputType switch
        {
            "CSV" => CsvFormat.Read(config!),
            "JSON" => new JsonFormat(config!.Text("ItemsPointer")),
            "JSONL" => new JsonLinesFormat(),
            "PARQUET" => new ParquetFormat(reader.Definition.Catalog.Parquet),
            _ => null,
        };
        _arguments = _lists ? StoreArguments.Listing : inputType == "PARQUET" && _manifestType is null ? StoreArguments.Parquet : StoreArguments.File;
        _arguments.CheckDefinition(reader);
    }

    /// <summary>Takes the ItemReader of a Map state; null where there is none.</summary>
    public static ItemReader? Read(FieldReader map) =>
        map.Inner("ItemReader") is { } reader ? new ItemReader(reader, reader.Inner("ReaderConfig")) : null;

    /// <summary>Reads the items as they are asked for.</summary>
    /// <param name="arguments">The evaluated Arguments.</param>
    /// <param name="maxItems">The most items; 0 for all.</param>
    /// <param name="roleArn">The role to read with.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ItemReaderException">The dataset is not what its configuration says.</exception>
    /// <exception cref="TaskFailedException">The bucket refused.</exception>
    public async IAsyncEnumerable<MapItem> ReadAsync(
        JsonElement arguments, long maxItems, string roleArn, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (maxItems < 0)
        {
            throw new ItemReaderException("field MaxItems must be positive");
        }
        var index = 0L;
        var bucket = Bucket(arguments, roleArn);
        await foreach (var item in ItemsAsync(bucket, arguments, cancellation))
        {
            if (JsonFlaw.Of(item.Value) is { } flaw)
            {
                throw new ItemReaderException($"The item {index} of the dataset {flaw}.");
            }
            yield return item with { Index = index++ };
            if (index == maxItems)
            {
                yield break;
            }
        }
    }

    private IAsyncEnumerable<MapItem> ItemsAsync(DatasetBucket bucket, JsonElement arguments, CancellationToken cancellation)
    {
        if (_lists)
        {
            var (prefix, startAfter) = (Text("Prefix"), Text("StartAfter"));
            return _flattens ? bucket.FlattenAsync(prefix, startAfter, _format!, cancellation) : bucket.ListAsync(prefix, startAfter, cancellation);
        }

        var (key, versionId) = (_arguments.RequiredText(arguments, "Key", Failure), Text("VersionId"));
        return _manifestType switch
        {
            "S3_INVENTORY" => InventoryManifest.ReadAsync(bucket, key, versionId, cancellation),
            "ATHENA_DATA" => AthenaManifest.ReadAsync(bucket, key, versionId, _format!, cancellation),
            _ => bucket.ReadAsync(key, versionId, _format!, cancellation),
        };

        string? Text(string name) => _arguments.Text(arguments, name, Failure);
    }

    // Every bucket here is of the account that the machine's role is of.
    private DatasetBucket Bucket(JsonElement arguments, string roleArn)
    {
        var (name, account) = (_arguments.RequiredText(arguments, "Bucket", Failure), roleArn.Split(':')[AccountOfArn]);
        return _arguments.Text(arguments, "ExpectedBucketOwner", Failure) is { } owner && owner != account
            ? throw new ItemReaderException($"Access Denied: the bucket {name} belongs to {account}, and ExpectedBucketOwner is {owner}.")
            : new DatasetBucket(_objects, name, roleArn);
    }

    private static ItemReaderException Failure(string cause) => new(cause);
}
