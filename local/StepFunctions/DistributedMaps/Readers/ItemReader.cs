using System.Runtime.CompilerServices;
using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>Reads the items of a dataset in a bucket ("ItemReader (Map)").</summary>
internal sealed class ItemReader
{
    private readonly bool _lists;
    private readonly bool _flattens;
    private readonly string? _manifestType;
    private readonly IItemFormat? _format;
    private readonly IObjectStore _objects;

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
        var bucket = new DatasetBucket(_objects, RequiredText(arguments, "Bucket"), roleArn);
        await foreach (var item in ItemsAsync(bucket, arguments, cancellation))
        {
            yield return item with { Index = index++ };
            if (index == maxItems)
            {
                yield break;
            }
        }
    }

    private IAsyncEnumerable<MapItem> ItemsAsync(DatasetBucket bucket, JsonElement arguments, CancellationToken cancellation) =>
        (_lists, _manifestType) switch
        {
            (true, _) when !_flattens => bucket.ListAsync(Text(arguments, "Prefix"), cancellation),
            (true, _) => bucket.FlattenAsync(Text(arguments, "Prefix"), _format!, cancellation),
            (_, "S3_INVENTORY") => InventoryManifest.ReadAsync(bucket, RequiredText(arguments, "Key"), Text(arguments, "VersionId"), cancellation),
            (_, "ATHENA_DATA") => AthenaManifest.ReadAsync(bucket, RequiredText(arguments, "Key"), Text(arguments, "VersionId"), _format!, cancellation),
            _ => bucket.ReadAsync(RequiredText(arguments, "Key"), Text(arguments, "VersionId"), _format!, cancellation),
        };

    private static string RequiredText(JsonElement arguments, string name) =>
        Text(arguments, name) ?? throw new ItemReaderException($"The argument {name} of the ItemReader must be a string.");

    private static string? Text(JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object
        && arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
