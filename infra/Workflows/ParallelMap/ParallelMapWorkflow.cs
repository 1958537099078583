using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Pulumi;
using Pulumi.Aws.DynamoDB.Inputs;

namespace Fanout.Infra.Workflows.ParallelMap;

/// <summary>
/// A list is read from a DynamoDB item; a Map state waits and calls a Lambda function for each of its elements.
/// </summary>
public sealed class ParallelMapWorkflow : WorkflowComponent
{
    /// <summary>Creates the table, the function and the state machine.</summary>
    public ParallelMapWorkflow(StackContext context, ComponentResourceOptions? options = null)
        : base("fanout:workflows:ParallelMap", WorkflowNames.ParallelMap, options)
    {
        var settings = context.Settings.ParallelMap;
        const string name = WorkflowNames.ParallelMap;
        var tags = context.TagsOf(WorkflowNames.ParallelMap);

        var child = new ComponentResourceOptions { Parent = this };

        var table = SecureTable.Create($"{name}-list", context, new SecureTableArgs
        {
            Name = settings.TableName,
            PartitionKey = new TableAttributeArgs { Name = settings.PartitionKeyName, Type = "S" },
            Tags = tags,
        }, this);
        var failedEvents = new DeadLetterQueue($"{name}-failed-events", context, tags, child);
        var function = new DotNetFunction($"{name}-element", context, new DotNetFunctionArgs
        {
            Project = "ParallelMap",
            Concurrency = settings.Concurrency,
            FailedEvents = failedEvents,
            Tags = tags,
        }, child);

        var machine = new LoggedStateMachine(name, context, new LoggedStateMachineArgs
        {
            Definition = Output.Tuple(table.Name, function.Arn).Apply(names =>
                ParallelMapDefinition.Create(settings, tableName: names.Item1, functionArn: names.Item2)),
            Statements =
            [
                Statement.Allow("ReadList", ["dynamodb:GetItem"], table.Arn),
                Statement.Allow("CallFunction", ["lambda:InvokeFunction"], function.Arn),
            ],
            Tags = tags,
        }, child);

        Export(
            context,
            machine,
            new Dictionary<string, Output<string>>
            {
                ["TableName"] = table.Name,
                ["FunctionName"] = function.Name,
                ["FailedEventsQueueUrl"] = failedEvents.Url,
            },
            input: "{}",
            look: names => $"logs tail /aws/lambda/{names["FunctionName"]} --since 1h");
    }
}
