using System.Globalization;

namespace Fanout.Local.Services.Glue.Catalog;

/// <summary>How a table's objects are read ("Choose a SerDe for your data").</summary>
/// <param name="Format"><c>lazy</c>, <c>opencsv</c>, <c>regex</c>, <c>parquet</c> or <c>json</c>.</param>
/// <param name="Delimiter">What stands between fields.</param>
/// <param name="Quote">What stands around fields.</param>
/// <param name="Escape">What takes a character its meaning.</param>
/// <param name="NullText">What stands for NULL.</param>
/// <param name="Pattern">What a line is matched with; its groups are the fields.</param>
/// <param name="SkippedLines">How many lines at the head of an object are no rows.</param>
public sealed record Serde(
    string Format,
    string? Delimiter = null,
    string? Quote = null,
    string? Escape = null,
    string? NullText = null,
    string? Pattern = null,
    int SkippedLines = 0)
{
    private static readonly Dictionary<string, string> Formats = new()
    {
        ["org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"] = "lazy",
        ["org.apache.hadoop.hive.serde2.OpenCSVSerde"] = "opencsv",
        ["org.apache.hadoop.hive.serde2.RegexSerDe"] = "regex",
        ["org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"] = "parquet",
        ["org.openx.data.jsonserde.JsonSerDe"] = "json",
        ["org.apache.hive.hcatalog.data.JsonSerDe"] = "json",
    };

    // Parameters with which objects are read otherwise than they are here, and the value that says what is done here.
    private static readonly Dictionary<string, string> OnlyAs = new()
    {
        ["line.delim"] = "\n",
        ["serialization.encoding"] = "UTF-8",
        ["serialization.last.column.takes.rest"] = "false",
        ["input.regex.case.insensitive"] = "false",
        ["case.insensitive"] = "true",
        ["dots.in.keys"] = "false",
        ["ignore.malformed.json"] = "false",
    };

    /// <summary>Whether objects are Parquet files, and not text.</summary>
    public bool IsParquet => Format == "parquet";

    /// <summary>Reads a library and its parameters.</summary>
    /// <param name="library">The serialization library.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="tableParameters">The table's parameters.</param>
    /// <exception cref="LocalException">The local Athena does not read objects so.</exception>
    public static Serde Of(
        string library, IReadOnlyDictionary<string, string> parameters, IReadOnlyDictionary<string, string> tableParameters)
    {
        if (!Formats.TryGetValue(library, out var format))
        {
            throw new LocalException(
                $"The serializationLibrary '{library}' is not read here; known are {string.Join(", ", Formats.Keys)}.");
        }
        CheckParameters(parameters);
        var skipped = parameters.GetValueOrDefault(SkipParameter) ?? tableParameters.GetValueOrDefault(SkipParameter) ?? "0";
        if (!int.TryParse(skipped, CultureInfo.InvariantCulture, out var lines) || lines < 0)
        {
            throw new LocalException($"{SkipParameter} is '{skipped}'; it must be a number of lines.");
        }
        return format switch
        {
            "lazy" => new Serde(
                format,
                Delimiter: parameters.GetValueOrDefault("field.delim") ?? parameters.GetValueOrDefault("serialization.format") ?? "\u0001",
                Escape: parameters.GetValueOrDefault("escape.delim"),
                NullText: parameters.GetValueOrDefault("serialization.null.format") ?? "\\N",
                SkippedLines: lines),
            "opencsv" => new Serde(
                format,
                Delimiter: parameters.GetValueOrDefault("separatorChar") ?? ",",
                Quote: parameters.GetValueOrDefault("quoteChar") ?? "\"",
                Escape: parameters.GetValueOrDefault("escapeChar") ?? "\\",
                SkippedLines: lines),
            "regex" => new Serde(
                format,
                Pattern: parameters.GetValueOrDefault("input.regex")
                    ?? throw new LocalException($"The serializationLibrary '{library}' needs the parameter input.regex."),
                SkippedLines: lines),
            _ => new Serde(format),
        };
    }

    private static void CheckParameters(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            if (name.StartsWith(MappingParameter, StringComparison.Ordinal))
            {
                throw new LocalException($"The SerDe's parameter {name} is not read here: a column has the name of its member.");
            }
            if (OnlyAs.TryGetValue(name, out var only) && !value.Equals(only, StringComparison.OrdinalIgnoreCase))
            {
                throw new LocalException($"The SerDe's parameter {name} is '{value}', which is not read here; leave it out, or say '{only.Replace("\n", "\\n", StringComparison.Ordinal)}'.");
            }
        }
    }

    private const string SkipParameter = "skip.header.line.count";
    private const string MappingParameter = "mapping.";
}
