namespace Fanout.Infra.Settings;

/// <summary>Settings of the workflow parallel-map.</summary>
/// <param name="TableName">The DynamoDB table that holds the list.</param>
/// <param name="PartitionKeyName">The name of the table's partition key, a string.</param>
/// <param name="PartitionKeyValue">The key of the item whose attribute <c>values</c> is the list.</param>
/// <param name="MaxConcurrency">How many elements are handled at the same time; 0 sets no limit of its own.</param>
/// <param name="WaitSeconds">How long each element waits before its function call.</param>
/// <param name="TimeoutSeconds">How long an execution may take.</param>
public sealed record ParallelMapSettings(
    string TableName,
    string PartitionKeyName,
    string PartitionKeyValue,
    int MaxConcurrency,
    int WaitSeconds,
    int TimeoutSeconds)
{
    /// <summary>The attribute that holds the list.</summary>
    private const string ListAttribute = "values";

    // One year, the longest that a Standard execution may take ("Step Functions service quotas").
    private const int LongestExecution = 31_536_000;

    /// <summary>How many elements are handled at the same time in fact.</summary>
    public int Concurrency => MaxConcurrency == 0 ? MapConcurrency.Inline : MaxConcurrency;

    /// <summary>Reads and checks the section <c>parallelMap</c>.</summary>
    /// <param name="section">The section.</param>
    /// <param name="names">What names are made of that are not given.</param>
    public static ParallelMapSettings Read(SettingsSection section, StackNames names)
    {
        var settings = new ParallelMapSettings(
            TableName: section.Text(
                "tableName", names.Of($"{WorkflowNames.ParallelMap}-list"), TextRule.TableName,
                "The DynamoDB table that holds the list"),
            PartitionKeyName: section.Text(
                "partitionKeyName", "mapstatelist", TextRule.KeyAttributeName,
                "The name of the table's partition key"),
            PartitionKeyValue: section.Text(
                "partitionKeyValue", "mapitems", TextRule.PartitionKeyValue,
                "The key of the item whose attribute `values` is the list"),
            MaxConcurrency: section.Integer(
                "maxConcurrency", 1, 0, MapConcurrency.Inline,
                "How many elements are handled at the same time; 0 is as many as an inline Map allows"),
            WaitSeconds: section.Integer(
                "waitSeconds", 2, 0, LongestExecution,
                "How long each element waits before its function call"),
            TimeoutSeconds: section.Integer(
                "timeoutSeconds", 20, 1, LongestExecution,
                "How long an execution may take before it is stopped as TIMED_OUT"));
        section.Require(
            settings.PartitionKeyName != ListAttribute,
            "partitionKeyName", ListAttribute, $"another name than {ListAttribute}, the attribute that holds the list");
        section.RefuseUnknownKeys(OriginalNames.Of(WorkflowNames.ParallelMap));
        return settings;
    }
}
