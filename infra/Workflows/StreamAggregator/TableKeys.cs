namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>The key attributes of the two tables, all texts.</summary>
public static class TableKeys
{
    /// <summary>The partition key of both tables.</summary>
    public const string TaskId = "task_id";

    /// <summary>The sort key of the tasks, an execution's <c>task_sort_key</c>.</summary>
    public const string CreatedAt = "created_at";

    /// <summary>The sort key of the locations.</summary>
    public const string LocationId = "location_id";
}
