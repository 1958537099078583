using System.Collections.Immutable;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Pulumi;
using Pulumi.Aws.DynamoDB.Inputs;

namespace Fanout.Infra.Workflows.ParallelMap;

/// <summary>
/// A list is read from a DynamoDB item; a Map state waits and calls a Lambda function for each of its elements.
/// </summary>
public sealed class ParallelMapWorkflow : ComponentResource
{
    /// <summary>Creates the table, the function and the state machine.</summary>
    public ParallelMapWorkflow(StackContext context, ComponentResourceOptions? options = null)
        : base("fanout:workflows:ParallelMap", WorkflowNames.ParallelMap, options)
    {
        var settings = context.Settings.ParallelMap;
        var name = context.NameOf(WorkflowNames.ParallelMap);
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
            Concurrency = settings.MaxConcurrency == 0 ? ParallelMapSettings.InlineConcurrency : settings.MaxConcurrency,
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

        Outputs = Output.Tuple(machine.Arn, machine.Name, table.Name, function.Name).Apply(outputs =>
            new Dictionary<string, string>
            {
                ["StateMachineArn"] = outputs.Item1,
                ["StateMachineName"] = outputs.Item2,
                ["TableName"] = outputs.Item3,
                ["FunctionName"] = outputs.Item4,
            }.ToImmutableDictionary());
        RegisterOutputs(Outputs.Apply(outputs => (IDictionary<string, object?>)outputs.ToDictionary(
            output => output.Key, object? (output) => output.Value)));
    }

    /// <summary>StateMachineArn, StateMachineName, TableName and FunctionName.</summary>
    public Output<ImmutableDictionary<string, string>> Outputs { get; }
}
