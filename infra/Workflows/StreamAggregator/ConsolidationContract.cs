namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>What glue/consolidate.py expects of the parts, and leaves beside the file that it makes of them.</summary>
internal static class ConsolidationContract
{
    /// <summary>The metadata of a part that names the run it is of.</summary>
    public const string RunMetadata = "run";

    /// <summary>What the key of the summary has after the key of the file.</summary>
    public const string SummarySuffix = ".summary.json";

    /// <summary>The field of the summary that counts the file's rows, without its header.</summary>
    public const string Rows = "rows";

    /// <summary>The field of the summary that names the columns without a value in any row.</summary>
    public const string EmptyColumns = "empty_columns";
}
