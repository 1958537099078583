using System.CommandLine;
using Amazon.DynamoDBv2;
using Fanout.Samples.Cli;

namespace Fanout.Samples.StreamAggregator;

/// <summary>The command <c>stream-aggregator</c>: puts the locations of a task into the table of a stack.</summary>
internal static class StreamAggregatorCommand
{
    public static Command Create()
    {
        var task = new Option<string>("--task") { Description = "The task's id", Required = true, HelpName = "ID" };
        var locations = new Option<string[]>("--location")
        {
            Description = "The id of a location; may be given more than once",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            HelpName = "ID",
        };
        var table = new Option<string>("--table")
        {
            Description = "The table: LocationsTableName of `pulumi stack output workflows`, under stream-aggregator",
            Required = true,
            HelpName = "NAME",
        };
        var aws = new AwsOptions("The stack whose settings name the region");
        var command = new ExampleCommand(
            "stream-aggregator",
            "Puts the locations of a task into the table that stream-aggregator reads",
            "stream-aggregator --table my-table --task task-1 --location loc-0001 loc-0002")
        {
            task, locations, table,
        };
        aws.AddTo(command);
        command.SetAction((arguments, cancellation) => ExitCode.OfAsync(async () =>
        {
            var stack = await aws.ReadStackAsync(arguments, cancellation);
            using var dynamoDb = new AmazonDynamoDBClient(aws.Configure(new AmazonDynamoDBConfig(), arguments, stack));
            var ids = arguments.GetRequiredValue(locations).Distinct().ToArray();
            await StreamAggregatorSample.LoadAsync(
                dynamoDb, arguments.GetRequiredValue(table), arguments.GetRequiredValue(task), ids, cancellation);
            Console.WriteLine($"{ids.Length} locations of {arguments.GetRequiredValue(task)} are in {arguments.GetRequiredValue(table)}");
        }));
        return command;
    }
}
