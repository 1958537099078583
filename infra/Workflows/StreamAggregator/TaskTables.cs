using Fanout.Infra.Blocks;
using Pulumi;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.DynamoDB.Inputs;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>The tables of the tasks and of their locations: a task has as many locations as are put under its task_id.</summary>
internal sealed class TaskTables : ComponentResource
{
    public TaskTables(string name, StackContext context, InputMap<string> tags, ComponentResourceOptions options)
        : base("fanout:workflows:TaskTables", name, options)
    {
        var settings = context.Settings.StreamAggregator;
        Tasks = Create($"{name}-tasks", settings.TasksTableName, TableKeys.CreatedAt, context, tags);
        Locations = Create($"{name}-locations", settings.LocationsTableName, TableKeys.LocationId, context, tags);
        RegisterOutputs();
    }

    /// <summary>The tasks' records, by task_id and created_at.</summary>
    public Table Tasks { get; }

    /// <summary>The locations, by task_id and location_id.</summary>
    public Table Locations { get; }

    private Table Create(string name, string table, string sortKey, StackContext context, InputMap<string> tags) => SecureTable.Create(
        name,
        context,
        new SecureTableArgs
        {
            Name = table,
            PartitionKey = new TableAttributeArgs { Name = TableKeys.TaskId, Type = "S" },
            SortKey = new TableAttributeArgs { Name = sortKey, Type = "S" },
            Tags = tags,
        },
        this);
}
