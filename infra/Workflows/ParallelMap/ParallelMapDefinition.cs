using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.ParallelMap;

/// <summary>The state machine of parallel-map.</summary>
public static class ParallelMapDefinition
{
    private const string ReadList = "Read list";
    private const string CheckList = "Check list";
    private const string ForEachElement = "For each element";
    private const string ListNotFound = "List not found";
    private const string ListInvalid = "List invalid";
    private const string NothingToDo = "Nothing to do";

    /// <summary>Builds the definition.</summary>
    /// <param name="settings">The workflow's settings.</param>
    /// <param name="tableName">The table that holds the list.</param>
    /// <param name="functionArn">The function that is called for each element.</param>
    public static StateMachineDefinition Create(ParallelMapSettings settings, string tableName, string functionArn)
    {
        // The stack's list, or the one that the input names: {"item": "..."}.
        const string Input = "$states.context.Execution.Input.item";
        var key = $"($exists({Input}) ? {Input} : {Jsonata.Literal(settings.PartitionKeyValue)})";
        var item = $"{Jsonata.Literal($"item {settings.PartitionKeyName} = ")} & {key} & {Jsonata.Literal($" of the table {tableName}")}";
        return new StateMachineDefinition
        {
            Comment = "Reads a list from a DynamoDB item, and for each of its elements waits and calls a Lambda function",
            TimeoutSeconds = settings.TimeoutSeconds,
            StartAt = ReadList,
            States =
            {
                [ReadList] = new TaskState
                {
                    Resource = Integration.DynamoDbGetItem,
                    Arguments = new JsonObject
                    {
                        ["TableName"] = tableName,
                        ["Key"] = new JsonObject
                        {
                            [settings.PartitionKeyName] = new JsonObject { ["S"] = Jsonata.Of(key) },
                        },
                        ["ConsistentRead"] = true,
                    },
                    Retry = [new Retrier(ErrorName.TaskFailed) { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, JitterStrategy = "FULL" }],
                    Output = Jsonata.Of("$exists($states.result.Item) ? {'list': $states.result.Item.values} : {}"),
                    Next = CheckList,
                },
                [CheckList] = new ChoiceState
                {
                    Choices =
                    [
                        new ChoiceRule(Jsonata.Of("$not($exists($states.input.list))"), ListNotFound),
                        new ChoiceRule(Jsonata.Of("$not($exists($states.input.list.L))"), ListInvalid),
                        new ChoiceRule(Jsonata.Of("$count($states.input.list.L) = 0"), NothingToDo),
                    ],
                    Default = ForEachElement,
                },
                [ForEachElement] = new MapState
                {
                    Items = Jsonata.Of("$states.input.list.L"),
                    MaxConcurrency = settings.MaxConcurrency,
                    ItemProcessor = EachElement(settings, functionArn),
                    End = true,
                },
                [NothingToDo] = new SucceedState { Output = Jsonata.Of("[]") },
                [ListNotFound] = new FailState
                {
                    Error = "ListNotFound",
                    Cause = Jsonata.Of($"""'The ' & {item} & ' does not exist or has no attribute "values". Load a list first.'"""),
                },
                [ListInvalid] = new FailState
                {
                    Error = "ListInvalid",
                    Cause = Jsonata.Of(
                        $"""'The attribute "values" of the ' & {item} & ' has the type ' & $keys($states.input.list) & ', but must be a list (L). Load a list first.'"""),
                },
            },
        };
    }

    private static ItemProcessor EachElement(ParallelMapSettings settings, string functionArn) => new()
    {
        StartAt = "Wait",
        States =
        {
            ["Wait"] = new WaitState { Seconds = settings.WaitSeconds, Next = "Call function" },
            ["Call function"] = new TaskState
            {
                Resource = Integration.LambdaInvoke,
                Arguments = new JsonObject
                {
                    ["FunctionName"] = functionArn,
                    ["Payload"] = Jsonata.Of("$states.input"),
                },
                Retry =
                [
                    new Retrier(ErrorName.TransientLambdaErrors)
                    {
                        IntervalSeconds = 1, MaxAttempts = 4, BackoffRate = 2, JitterStrategy = "FULL",
                    },
                ],
                Output = Jsonata.Of("$states.result.Payload"),
                End = true,
            },
        },
    };
}
