using System.Text.Json;

namespace Fanout.Infra.StatesLanguage.Rules;

/// <summary>How the items of a dataset are read ("ItemReader (Map)": Contents of the ReaderConfig field).</summary>
internal static class ReaderConfigRules
{
    /// <summary>Checks the fields and which of them go together.</summary>
    public static void Check(Scope scope, JsonElement config, double mostItems)
    {
        FieldRules.Check(scope, "a reader's configuration", config, FieldRules.ReaderConfig);
        var inputType = FieldRules.OneOf(scope, config, "InputType", "CSV", "JSON", "JSONL", "PARQUET", "MANIFEST");
        var manifestType = FieldRules.OneOf(scope, config, "ManifestType", "ATHENA_DATA", "S3_INVENTORY");
        var transformation = FieldRules.OneOf(scope, config, "Transformation", "NONE", "LOAD_AND_FLATTEN");
        var headers = FieldRules.OneOf(scope, config, "CSVHeaderLocation", "FIRST_ROW", "GIVEN");
        FieldRules.OneOf(scope, config, "CSVDelimiter", "COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB");
        NumberRules.Check(scope, config, "MaxItems", 0, mostItems);
        FieldRules.Text(scope, config, "ItemsPointer");
        if (manifestType == "S3_INVENTORY" && inputType is not (null or "MANIFEST"))
        {
            scope.Report("reads an S3_INVENTORY with InputType; an inventory's files are always CSV, leave it out");
        }

        if (manifestType == "ATHENA_DATA" && inputType is null)
        {
            scope.Report("reads an ATHENA_DATA manifest without InputType; say what its data files are");
        }

        if (transformation == "LOAD_AND_FLATTEN" && inputType is null)
        {
            scope.Report("reads with LOAD_AND_FLATTEN without InputType; say what the objects are");
        }

        Require(scope, config, "ItemsPointer", inputType == "JSON", "only InputType JSON has");
        Require(scope, config, "CSVHeaders", headers == "GIVEN", "only CSVHeaderLocation GIVEN has");
        Require(scope, config, "CSVHeaderLocation", inputType == "CSV", "only InputType CSV has");
        Require(scope, config, "CSVDelimiter", inputType == "CSV", "only InputType CSV has");
        if (headers == "GIVEN" && !config.TryGetProperty("CSVHeaders", out _))
        {
            scope.Report("reads CSV with GIVEN headers without CSVHeaders; name the columns");
        }

        if (FieldRules.Array(scope, config, "CSVHeaders").Any(header => header.ValueKind != JsonValueKind.String))
        {
            scope.Report("has CSVHeaders that are more than texts");
        }
    }

    private static void Require(Scope scope, JsonElement config, string field, bool holds, string reason)
    {
        if (!holds && config.TryGetProperty(field, out _))
        {
            scope.Report($"has {field} in its ReaderConfig, which {reason}");
        }
    }
}
