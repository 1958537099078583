using System.CommandLine;
using Amazon.DynamoDBv2;
using Fanout.Infra.Settings;
using Fanout.Samples.Cli;

namespace Fanout.Samples.MeterAnalytics;

/// <summary>The command <c>query</c>: runs a PartiQL query over the table that meter-analytics writes.</summary>
internal static class MeterQueryCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = $"The query: {string.Join(", ", MeterQuery.All.Select(query => query.Name))}; without one, what each answers",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "NAME",
        };
        var table = new Option<string?>("--table")
        {
            Description = "Another table than the stack's, TableName of `pulumi stack output workflows`, under meter-analytics",
            HelpName = "NAME",
        };
        var aws = new AwsOptions("The stack whose settings name the table and the region");
        var command = new ExampleCommand("query", "Runs a PartiQL query over the table that meter-analytics writes", "query", "query first-week")
        {
            name, table,
        };
        Choice.Of(name, "query", [.. MeterQuery.All.Select(query => query.Name)]);
        aws.AddTo(command);
        command.SetAction((arguments, cancellation) => ExitCode.OfAsync(async () =>
        {
            if (arguments.GetValue(name) is not { } chosen)
            {
                Print(["query", "what it answers"], [.. MeterQuery.All.Select(query => (string[])[query.Name, query.Description])]);
                return;
            }

            var query = MeterQuery.Find(chosen);
            var stack = await aws.ReadStackAsync(arguments, cancellation);
            var target = arguments.GetValue(table) ?? EnvironmentSettings.Read(stack.Project, stack.Stack, stack.OfProject()).MeterAnalytics.TableName;
            using var dynamoDb = new AmazonDynamoDBClient(aws.Configure(new AmazonDynamoDBConfig(), arguments, stack));
            var rows = await query.RunAsync(dynamoDb, target, cancellation);
            Print(MeterQuery.Columns, rows);
            if (rows.Count == 0)
            {
                await Console.Error.WriteLineAsync($"No item of the table {target} answers: {query.Description}");
            }
        }));
        return command;
    }

    private static void Print(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        foreach (var line in TextTable.Lines(columns, rows))
        {
            Console.WriteLine(line);
        }
    }
}
