namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>What the parent, which carries a task from its record to its file, works with.</summary>
/// <param name="TasksTable">The table of the tasks' records.</param>
/// <param name="LocationsTable">The table of each task's locations, as errors name it.</param>
/// <param name="ExtractionArn">The state machine that gathers a task's records.</param>
/// <param name="JobName">The Glue job that makes one file of the parts.</param>
/// <param name="PartsBucket">The bucket of the parts.</param>
/// <param name="OutputBucket">The bucket of the files.</param>
/// <param name="IncompleteQueueUrl">The queue that is told of tasks whose locations lack records or failed.</param>
public sealed record StreamAggregatorResources(
    string TasksTable,
    string LocationsTable,
    string ExtractionArn,
    string JobName,
    string PartsBucket,
    string OutputBucket,
    string IncompleteQueueUrl);

/// <summary>What data extraction, which gathers the records of a task's locations, works with.</summary>
/// <param name="LocationsTable">The table of each task's locations.</param>
/// <param name="ConnectionArn">The connection that holds the API's key.</param>
/// <param name="ProcessingArn">The Express state machine that stores a page.</param>
public sealed record DataExtractionResources(string LocationsTable, string ConnectionArn, string ProcessingArn);

/// <summary>What data processing, which stores one page of records, works with.</summary>
/// <param name="ConnectionArn">The connection that holds the API's key.</param>
/// <param name="PartsBucket">The bucket of the parts.</param>
public sealed record DataProcessingResources(string ConnectionArn, string PartsBucket);
