namespace Fanout.Local.Services.Athena.Sql;

/// <summary>The properties of an UNLOAD ("UNLOAD").</summary>
/// <param name="Format"><c>PARQUET</c>, <c>JSON</c> or <c>TEXTFILE</c>.</param>
/// <param name="Compression">As DuckDB calls it, for Parquet.</param>
/// <param name="Delimiter">What stands between the fields of a <c>TEXTFILE</c>.</param>
/// <param name="PartitionedBy">The columns that make folders, in lower case.</param>
internal sealed record UnloadOptions(string Format, string Compression, char Delimiter, IReadOnlyList<string> PartitionedBy)
{
    private const string Uncompressed = "uncompressed";

    // "Athena compression support": what is written is compressed with gzip where nothing is said.
    private static readonly Dictionary<string, Dictionary<string, string>> Compressions = new()
    {
        ["PARQUET"] = new() { ["GZIP"] = "gzip", ["SNAPPY"] = "snappy", ["ZSTD"] = "zstd", ["LZ4"] = "lz4", ["NONE"] = Uncompressed },
        ["JSON"] = new() { ["GZIP"] = "gzip", ["NONE"] = Uncompressed },
        ["TEXTFILE"] = new() { ["GZIP"] = "gzip", ["NONE"] = Uncompressed },
    };

    private static readonly string[] Properties = ["format", "compression", "compression_level", "field_delimiter", "partitioned_by"];

    /// <summary>Whether the files are texts that are compressed as a whole.</summary>
    public bool IsGzip => Format != "PARQUET" && Compression != Uncompressed;

    /// <summary>Checks the properties that a statement has.</summary>
    /// <param name="properties">Their values: a <see cref="string"/>, or a list of them.</param>
    /// <exception cref="QueryFailedException">One is none, or has a value that it cannot have.</exception>
    public static UnloadOptions Of(IReadOnlyDictionary<string, object> properties)
    {
        if (properties.Keys.FirstOrDefault(name => !Properties.Contains(name)) is { } unknown)
        {
            throw Invalid($"'{unknown}' is no property of UNLOAD; allowed: {string.Join(", ", Properties)}");
        }
        var format = Text(properties, "format") ?? "";
        if (!Compressions.TryGetValue(format.ToUpperInvariant(), out var compressions))
        {
            throw format.ToUpperInvariant() is "ORC" or "AVRO"
                ? new QueryFailedException(
                    "NOT_SUPPORTED", $"the local Athena does not write {format.ToUpperInvariant()}; use PARQUET, JSON or TEXTFILE")
                : Invalid($"format = '{format}': allowed are PARQUET, ORC, AVRO, JSON, TEXTFILE");
        }
        format = format.ToUpperInvariant();
        var compression = Text(properties, "compression") ?? "GZIP";
        if (!compressions.TryGetValue(compression.ToUpperInvariant(), out var name))
        {
            throw Invalid($"compression = '{compression}': with {format} allowed are {string.Join(", ", compressions.Keys)}");
        }
        var delimiter = Text(properties, "field_delimiter") ?? "\u0001";
        if (delimiter.Length != 1)
        {
            throw Invalid($"field_delimiter = '{delimiter}': one character is allowed");
        }
        return new UnloadOptions(format, name, delimiter[0], [.. Columns(properties).Select(column => column.ToLowerInvariant())]);
    }

    private static string? Text(IReadOnlyDictionary<string, object> properties, string name) =>
        !properties.TryGetValue(name, out var value) ? null : value as string ?? throw Invalid($"{name}: one value is allowed");

    private static IReadOnlyList<string> Columns(IReadOnlyDictionary<string, object> properties) =>
        !properties.TryGetValue("partitioned_by", out var value) ? []
            : value as IReadOnlyList<string> ?? throw Invalid($"partitioned_by = '{value}': an ARRAY of the columns' names is allowed");

    private static QueryFailedException Invalid(string problem) => new("INVALID_TABLE_PROPERTY", problem);
}
