using Fanout.Infra.Settings;
using Fanout.Local.Cost;
using Fanout.Local.Runs;
using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Local.Cli;

/// <summary>What a stack would cost: for a month in which it stands idle, and for a run of each workflow.</summary>
/// <param name="Name">The stack's name.</param>
/// <param name="Idle">For the month.</param>
/// <param name="Runs">For the runs, as they were measured.</param>
internal sealed record PreviewCost(string Name, Bill Idle, IReadOnlyList<MeasuredRun> Runs)
{
    private const string All = "ALL";

    /// <summary>The cost of a stack that the program was run for.</summary>
    public static PreviewCost Of(StackConfig config, DeployedStack stack)
    {
        var settings = EnvironmentSettings.Read(config.Project, config.Stack, config.OfProject());
        return new PreviewCost(
            $"{config.Project}-{config.Stack}",
            IdleBill.Of(stack.Resources),
            [
                .. from run in MeasuredRun.All
                   where settings.Workflows.Contains(run.Workflow)
                   select settings.LogLevel == All ? run : run.WithoutLogs,
            ]);
    }

    /// <summary>Prints it.</summary>
    public void Print(TextWriter output, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine(JsonText.Of(new
            {
                Idle = CostDocument.Of(Idle),
                Runs = Runs.Select(run => new { run.Workflow, With = run.Sample, run.Items, Cost = CostDocument.Of(run.Bill) }),
            }));
            return;
        }

        output.WriteLine($"{Name} would cost {BillText.Dollars(Idle.Dollars)} in AWS for a month in which it stands idle:");
        foreach (var line in Idle.Lines)
        {
            output.WriteLine($"  {BillText.Dollars(line.Dollars)} {line.Price.Name}, {BillText.Quantity(line.Quantity)} of them");
        }

        foreach (var run in Runs)
        {
            output.WriteLine($"{run.Workflow} with {run.Sample} would cost {BillText.Dollars(run.Bill.Dollars)}:");
            foreach (var part in BillText.Parts(run.Bill))
            {
                output.WriteLine($"  {part}");
            }
        }
    }
}
