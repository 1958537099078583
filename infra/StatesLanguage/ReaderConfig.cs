using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>How the items of a dataset are read ("ItemReader (Map)": Contents of the ReaderConfig field).</summary>
public sealed record ReaderConfig
{
    /// <summary>CSV, JSON, JSONL, PARQUET or MANIFEST.</summary>
    public string? InputType { get; init; }

    /// <summary>ATHENA_DATA or S3_INVENTORY, where the object is a manifest.</summary>
    public string? ManifestType { get; init; }

    /// <summary>NONE or LOAD_AND_FLATTEN, where objects are listed.</summary>
    public string? Transformation { get; init; }

    /// <summary>COMMA, PIPE, SEMICOLON, SPACE or TAB.</summary>
    public string? CsvDelimiter { get; init; }

    /// <summary>FIRST_ROW or GIVEN.</summary>
    public string? CsvHeaderLocation { get; init; }

    /// <summary>The columns, where the header is GIVEN.</summary>
    public IReadOnlyList<string> CsvHeaders { get; init; } = [];

    /// <summary>A JSON pointer to the array within a JSON object.</summary>
    public string? ItemsPointer { get; init; }

    /// <summary>The most items to read; a number or an expression.</summary>
    public JsonNode? MaxItems { get; init; }

    internal JsonObject ToJson() => new JsonFields()
        .Add(nameof(ManifestType), ManifestType)
        .Add(nameof(InputType), InputType)
        .Add(nameof(Transformation), Transformation)
        .Add("CSVDelimiter", CsvDelimiter)
        .Add("CSVHeaderLocation", CsvHeaderLocation)
        .AddTexts("CSVHeaders", CsvHeaders)
        .Add(nameof(ItemsPointer), ItemsPointer)
        .Add(nameof(MaxItems), MaxItems)
        .Json;
}
