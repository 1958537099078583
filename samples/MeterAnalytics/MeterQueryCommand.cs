using System.CommandLine;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
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
        var sql = new Option<string?>("--sql")
        {
            Description = "A SELECT of your own, with the table that it names, in the place of a query",
            HelpName = "STATEMENT",
        };
        var aws = new AwsOptions("The stack whose settings name the table and the region");
        var command = new ExampleCommand("query", "Runs a PartiQL query over the table that meter-analytics writes", "query", "query first-week", """query --sql 'SELECT * FROM "my-table" WHERE "CustomerID" = 10027610'""")
        {
            name, table, sql,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(sql) is not { } statement)
            {
                return;
            }

            if (result.GetValue(name) is not null || result.GetValue(table) is not null)
            {
                result.AddError("--sql names its table itself; leave it out, or the query and --table.");
            }
            else if (!statement.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError($"--sql is \"{statement}\"; allowed: a SELECT.");
            }
        });
        Choice.Of(name, "query", [.. MeterQuery.All.Select(query => query.Name)]);
        aws.AddTo(command);
        command.SetAction((arguments, cancellation) => ExitCode.OfAsync(async () =>
        {
            if (arguments.GetValue(sql) is { } own)
            {
                await SelectAsync(own, aws, arguments, cancellation);
                return;
            }

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
            Console.WriteLine(query.StatementOn(target));
            Console.WriteLine();
            Print(MeterQuery.Columns, rows);
            if (rows.Count == 0)
            {
                await Console.Error.WriteLineAsync($"No item of the table {target} answers: {query.Description}");
            }
        }));
        return command;
    }

    private static async Task SelectAsync(string statement, AwsOptions aws, ParseResult arguments, CancellationToken cancellation)
    {
        var stack = await aws.ReadStackAsync(arguments, cancellation);
        using var dynamoDb = new AmazonDynamoDBClient(aws.Configure(new AmazonDynamoDBConfig(), arguments, stack));
        try
        {
            var items = await PartiQl.RunAsync(dynamoDb, "The statement", statement, cancellation);
            string[] columns = [.. items.SelectMany(item => item.Keys).Distinct().Order(StringComparer.Ordinal)];
            Console.WriteLine(statement.Trim());
            Console.WriteLine();
            Print(columns, [.. items.Select(item => columns.Select(column => PartiQl.TextOf(item.GetValueOrDefault(column))).ToArray())]);
            if (items.Count == 0)
            {
                await Console.Error.WriteLineAsync("No item answers.");
            }
        }
        catch (ResourceNotFoundException problem)
        {
            throw new SampleException($"There is no table of the name that the statement has: {problem.Message}", problem);
        }
    }

    private static void Print(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        foreach (var line in TextTable.Lines(columns, rows))
        {
            Console.WriteLine(line);
        }
    }
}
