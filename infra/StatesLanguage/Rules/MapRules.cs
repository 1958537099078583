using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fanout.Infra.StatesLanguage.Rules;

/// <summary>Map states, inline and distributed ("Map workflow state").</summary>
internal static partial class MapRules
{
    private const double MostBytesPerBatch = 262_144;
    private const double MostItems = 100_000_000;

    // "Distributed Map state fields", AWS Step Functions Developer Guide.
    private static readonly string[] DistributedFields =
        ["ItemReader", "ItemBatcher", "ResultWriter", "Label", "ToleratedFailureCount", "ToleratedFailurePercentage"];

    /// <summary>Checks the fields of a Map state and its processor.</summary>
    public static void Check(Scope scope, JsonElement state)
    {
        CheckItems(scope, state);
        ExpressionRules.Check(scope, state, "ItemSelector");
        NumberRules.Check(scope, state, "MaxConcurrency", 0, NumberRules.Largest);
        NumberRules.Check(scope, state, "ToleratedFailureCount", 0, NumberRules.Largest);
        NumberRules.Check(scope, state, "ToleratedFailurePercentage", 0, 100, isWhole: false);
        if (FieldRules.Object(scope, state, "ItemProcessor") is not { } processor)
        {
            return;
        }

        FieldRules.Check(scope, "an item processor", processor, FieldRules.Processor);
        var isExpress = CheckMode(scope, state, processor);
        CheckLabel(scope, state);
        CheckReader(scope, state);
        CheckBatcher(scope, state);
        CheckWriter(scope, state);
        GroupRules.Check(scope with { IsExpress = isExpress }, processor);
    }

    private static void CheckItems(Scope scope, JsonElement state)
    {
        ExpressionRules.Check(scope, state, "Items");
        if (!state.TryGetProperty("Items", out var items))
        {
            return;
        }

        if (items.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)
            && !(items.ValueKind == JsonValueKind.String && ExpressionRules.IsExpression(items.GetString()!)))
        {
            scope.Report($"has {Words.Of(items)} as its Items; allowed: an array, an object, or an expression");
        }

        if (state.TryGetProperty("ItemReader", out _))
        {
            scope.Report("has both Items and ItemReader; allowed is one of them");
        }
    }

    // Whether the processor's states run in Express executions.
    private static bool CheckMode(Scope scope, JsonElement state, JsonElement processor)
    {
        var mode = "INLINE";
        var executionType = (string?)null;
        if (FieldRules.Object(scope, processor, "ProcessorConfig") is { } config)
        {
            FieldRules.Check(scope, "a processor's configuration", config, FieldRules.ProcessorConfig);
            mode = FieldRules.OneOf(scope, config, "Mode", "INLINE", "DISTRIBUTED") ?? mode;
            executionType = FieldRules.OneOf(scope, config, "ExecutionType", "STANDARD", "EXPRESS");
        }

        if (mode == "DISTRIBUTED")
        {
            if (executionType is null)
            {
                scope.Report("is a distributed Map without ExecutionType; allowed: STANDARD, EXPRESS");
            }

            if (scope.IsExpress)
            {
                scope.Report("is a distributed Map within an Express execution, which cannot start one");
            }

            return executionType == "EXPRESS";
        }

        if (executionType is not null)
        {
            scope.Report("is an inline Map with ExecutionType, which only a distributed one has");
        }

        foreach (var field in DistributedFields.Where(field => state.TryGetProperty(field, out _)))
        {
            scope.Report($"is an inline Map with {field}, which only a distributed one has (\"Mode\": \"DISTRIBUTED\")");
        }

        return scope.IsExpress;
    }

    private static void CheckLabel(Scope scope, JsonElement state)
    {
        if (FieldRules.Text(scope, state, "Label") is not { } label)
        {
            return;
        }

        if (!LabelText().IsMatch(label))
        {
            scope.Report($"has \"{label}\" as its Label; allowed: 1 to 40 characters, no spaces, no wildcards, no brackets and none of \" # % \\ ^ | ~ ` $ & , ; : /");
        }

        if (!scope.Names.Add(("label", label)))
        {
            scope.Report($"has the Label \"{label}\" of another Map; labels must differ within the whole machine");
        }
    }

    private static void CheckReader(Scope scope, JsonElement state)
    {
        if (FieldRules.Object(scope, state, "ItemReader") is not { } reader)
        {
            return;
        }

        FieldRules.Check(scope, "an item reader", reader, FieldRules.ItemReader);
        var resource = FieldRules.OneOf(scope, reader, "Resource", ItemReader.GetObject, ItemReader.ListObjects);
        ExpressionRules.Check(scope, reader, "Arguments");
        if (FieldRules.Object(scope, reader, "ReaderConfig") is { } config)
        {
            ReaderConfigRules.Check(scope, config, MostItems);
            if (FieldRules.IsText(config, "InputType", "PARQUET") && !config.TryGetProperty("ManifestType", out _)
                && reader.TryGetProperty("Arguments", out var arguments) && arguments.ValueKind == JsonValueKind.Object
                && arguments.TryGetProperty("VersionId", out _))
            {
                scope.Report("reads Parquet with a VersionId, which only other InputTypes can have; leave it out");
            }
        }
        else if (resource == ItemReader.GetObject)
        {
            scope.Report("reads an object without ReaderConfig; it needs InputType or ManifestType");
        }
    }

    private static void CheckBatcher(Scope scope, JsonElement state)
    {
        if (FieldRules.Object(scope, state, "ItemBatcher") is not { } batcher)
        {
            return;
        }

        FieldRules.Check(scope, "an item batcher", batcher, FieldRules.ItemBatcher);
        NumberRules.Check(scope, batcher, "MaxItemsPerBatch", 1, NumberRules.Largest);
        NumberRules.Check(scope, batcher, "MaxInputBytesPerBatch", 1, MostBytesPerBatch);
        ExpressionRules.Check(scope, batcher, "BatchInput");
        if (!batcher.TryGetProperty("MaxItemsPerBatch", out _) && !batcher.TryGetProperty("MaxInputBytesPerBatch", out _))
        {
            scope.Report("has an ItemBatcher without a limit; it needs MaxItemsPerBatch, MaxInputBytesPerBatch or both");
        }
    }

    private static void CheckWriter(Scope scope, JsonElement state)
    {
        if (FieldRules.Object(scope, state, "ResultWriter") is not { } writer)
        {
            return;
        }

        FieldRules.Check(scope, "a result writer", writer, FieldRules.ResultWriter);
        FieldRules.OneOf(scope, writer, "Resource", ResultWriter.PutObject);
        ExpressionRules.Check(scope, writer, "Arguments");
        var hasResource = writer.TryGetProperty("Resource", out _);
        if (hasResource != writer.TryGetProperty("Arguments", out _))
        {
            scope.Report("has a ResultWriter with one of Resource and Arguments; it needs both, or neither");
        }

        if (FieldRules.Object(scope, writer, "WriterConfig") is { } config)
        {
            FieldRules.Check(scope, "a writer's configuration", config, FieldRules.WriterConfig);
            FieldRules.OneOf(scope, config, "Transformation", "NONE", "COMPACT", "FLATTEN");
            FieldRules.OneOf(scope, config, "OutputType", "JSON", "JSONL");
        }
        else if (!hasResource)
        {
            scope.Report("has an empty ResultWriter; it needs Resource and Arguments, WriterConfig, or all three");
        }
    }

    [GeneratedRegex("""\A[^\s?*<>{}\[\]"#%\\^|~`$&,;:/\p{C}]{1,40}\z""")]
    private static partial Regex LabelText();
}
