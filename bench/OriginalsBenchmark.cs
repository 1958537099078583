using System.CommandLine;
using System.Text.Json;
using Fanout.Local.Cost;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Stacks;
using Spectre.Console;

namespace Fanout.Bench;

/// <summary>
/// Workflows beside the samples that they follow: the definitions of <c>bench/originals/</c> run in the same cloud, over the same
/// items, with the same function and role, priced by the same list.
/// </summary>
internal static class OriginalsBenchmark
{
    private const int Million = 1_000_000;

    private static readonly (SizedWorkflow Workflow, int Items)[] Compared =
    [
        (SizedWorkflow.S3HighThroughput, 2_000), (SizedWorkflow.SensorAnalytics, 2_000), (SizedWorkflow.ParallelMap, 200),
    ];

    // A line of the bill that is free, so that executions are counted as what is billed is.
    private static readonly UnitPrice StandardExecution = new(
        "Step Functions: Standard executions", "execution", 0, Prices.StandardTransition.Page, Prices.StandardTransition.AsOf);

    private static readonly UnitPrice[] ComputePrices =
    [
        Prices.StandardTransition, Prices.ExpressRequest, Prices.ExpressGigabyteSecond, Prices.FunctionRequest, Prices.ArmGigabyteSecond, Prices.X86GigabyteSecond,
    ];

    public static Command Command()
    {
        var names = new Argument<string[]>("WORKFLOW") { Description = "The workflows; by default all of them", Arity = ArgumentArity.ZeroOrMore };
        names.AcceptOnlyFromAmong([.. Compared.Select(compared => compared.Workflow.Name)]);
        var times = new Option<int>("--times") { Description = "How many times as many items", DefaultValueFactory = _ => 1 };
        var command = new Command("originals", "What workflows cost beside the samples that they follow") { names, times };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(names) ?? [], arguments.GetValue(times), cancellation));
        return command;
    }

    private static async Task RunAsync(string[] names, int times, CancellationToken cancellation)
    {
        foreach (var (workflow, items) in Compared.Where(compared => names.Length == 0 || names.Contains(compared.Workflow.Name)))
        {
            var (small, large) = (items * times / 2, items * times);
            var (ourSmall, theirSmall) = await MeasureAsync(workflow, small, cancellation);
            var (ourLarge, theirLarge) = await MeasureAsync(workflow, large, cancellation);
            Print(
                $"{workflow.Name}: a million {workflow.Items}, by straight lines through {small} and {large}",
                ScaledBill.LinesOf((ourSmall, small), (ourLarge, large), Million),
                ScaledBill.LinesOf((theirSmall, small), (theirLarge, large), Million));
            PrintDoubts("Here", (ourSmall, small), (ourLarge, large));
            PrintDoubts("The original", (theirSmall, small), (theirLarge, large));
        }
    }

    private static async Task<(Bill Ours, Bill Theirs)> MeasureAsync(SizedWorkflow workflow, int items, CancellationToken cancellation)
    {
        await using var deployment = await workflow.DeployAsync(cancellation);
        await workflow.LoadAsync(deployment, items, cancellation);
        var ours = await BillAsync(workflow, deployment, cancellation);
        await BecomeOriginalAsync(workflow, deployment, cancellation);
        return (ours, await BillAsync(workflow, deployment, cancellation));
    }

    // Of a second execution: functions start as often as they run at the same time, not with each of a million items.
    private static async Task<Bill> BillAsync(SizedWorkflow workflow, LocalDeployment deployment, CancellationToken cancellation)
    {
        await workflow.ExecuteAsync(deployment, cancellation);
        var before = deployment.Cloud.Usage.Total;
        var outcome = await workflow.ExecuteAsync(deployment, cancellation);
        var executions = 1 + outcome.Counts.Children.GetValueOrDefault(StateMachineType.Standard).Executions;
        var bill = deployment.Cloud.Usage.Since(before, payer => deployment.Stack.WorkflowOf(payer) == workflow.Name);
        return Bill.Of([bill, Bill.Of([(StandardExecution, executions)])]);
    }

    // The machine keeps its role and its ARN, which the role's policies name. The samples log no executions.
    private static async Task BecomeOriginalAsync(SizedWorkflow workflow, LocalDeployment deployment, CancellationToken cancellation)
    {
        var outputs = deployment.Stack.Workflows[workflow.Name];
        var definition = await File.ReadAllTextAsync(
            Path.Combine(RepositoryPaths.Root, "bench", "originals", $"{workflow.Name}.asl.json"), cancellation);
        var request = new
        {
            stateMachineArn = outputs["StateMachineArn"],
            definition = outputs.Aggregate(definition, (text, output) => text.Replace($"${{{output.Key}}}", output.Value, StringComparison.Ordinal)),
            loggingConfiguration = new { level = "OFF" },
        };
        await deployment.Cloud.Json.CallAsync(
            "states", "AWSStepFunctions.UpdateStateMachine", JsonSerializer.SerializeToElement(request), deployment.Cloud.Root, cancellation);
    }

    // What the sizes do not tell of each part; that they are small beside a million is known.
    private static void PrintDoubts(string whose, (Bill, long) small, (Bill, long Items) large)
    {
        foreach (var doubt in ScaledBill.Of(small, large, large.Items).Refusals)
        {
            AnsiConsole.MarkupLineInterpolated($"{whose}: {doubt}");
        }
    }

    private static void Print(string title, IReadOnlyList<ScaledLine> ours, IReadOnlyList<ScaledLine> theirs)
    {
        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape(title)).AddColumns("What", "Here", "The original", "Times");
        foreach (var price in new[] { StandardExecution, Prices.StandardTransition, Prices.ExpressRequest, Prices.FunctionRequest })
        {
            Add(price.Name, QuantityOf(ours), QuantityOf(theirs), quantity => BillText.Quantity(Math.Round(quantity)));

            decimal QuantityOf(IReadOnlyList<ScaledLine> lines) => lines.FirstOrDefault(line => line.Price == price)?.Quantity ?? 0;
        }

        Add("Step Functions and Lambda", Compute(ours), Compute(theirs), BillText.Dollars);
        Add("All but log lines", ButLogs(ours), ButLogs(theirs), BillText.Dollars);
        Add("All", All(ours), All(theirs), BillText.Dollars);
        AnsiConsole.Write(table);
        foreach (var (whose, lines) in new[] { ("Here", ours), ("The original", theirs) })
        {
            var parts = lines.Where(line => line.Dollars > 0).Select(line => $"{BillText.Dollars(line.Dollars)} {line.Price.Name}");
            AnsiConsole.MarkupLineInterpolated($"{whose}: {string.Join(", ", parts)}");
        }

        void Add(string what, decimal our, decimal their, Func<decimal, string> text) =>
            table.AddRow(what, text(our), text(their), our == 0 || their == 0 ? "" : BillText.Quantity(Math.Round(their / our, their < 10 * our ? 1 : 0)));

        static decimal Compute(IEnumerable<ScaledLine> lines) => All(lines.Where(line => ComputePrices.Contains(line.Price)));
        static decimal ButLogs(IEnumerable<ScaledLine> lines) => All(lines.Where(line => line.Price != Prices.LogGigabyte));
        static decimal All(IEnumerable<ScaledLine> lines) => lines.Sum(line => line.Dollars);
    }
}
