using System.CommandLine;
using Amazon.DynamoDBv2;
using Fanout.Infra.Settings;
using Fanout.Samples.Cli;

namespace Fanout.Samples;

/// <summary>The command <c>parallel-map</c>: puts a list into the table of a stack.</summary>
internal static class ParallelMapCommand
{
    public static Command Create()
    {
        var file = new Option<string>("--file")
        {
            Description = $"A JSON array: a path, or one of {string.Join(", ", ParallelMapSample.Files)}",
            Required = true,
            HelpName = "FILE",
        };
        var table = new Option<string?>("--table") { Description = "Another table than the stack's", HelpName = "NAME" };
        var aws = new AwsOptions("The stack whose settings name the table, the key and the region");
        var command = new ExampleCommand(
            WorkflowNames.ParallelMap,
            "Puts a list into the table that parallel-map reads",
            "parallel-map --file simplelist.json",
            "parallel-map --file my-list.json --stack prod --profile prod")
        {
            file, table,
        };
        aws.AddTo(command);
        command.SetAction((arguments, cancellation) => ExitCode.OfAsync(async () =>
        {
            var elements = await ParallelMapSample.ReadAsync(arguments.GetRequiredValue(file), cancellation);
            var stack = await aws.ReadStackAsync(arguments, cancellation);
            var settings = EnvironmentSettings.Read(stack.Project, stack.Stack, stack.OfProject()).ParallelMap;
            settings = settings with { TableName = arguments.GetValue(table) ?? settings.TableName };
            using var dynamoDb = new AmazonDynamoDBClient(aws.Configure(new AmazonDynamoDBConfig(), arguments, stack));
            await ParallelMapSample.LoadAsync(dynamoDb, settings, elements, cancellation);
            Console.WriteLine(
                $"{elements.Count} elements are in {settings.TableName}, item {settings.PartitionKeyName} = {settings.PartitionKeyValue}");
            if (ParallelMapSample.TimeProblem(settings, elements.Count) is { } problem)
            {
                await Console.Error.WriteLineAsync(problem);
            }
        }));
        return command;
    }
}
