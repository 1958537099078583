using Fanout.Local.Cost;

namespace Fanout.Local.Runs;

/// <summary>What a workflow would cost with more items than it was run with.</summary>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Bill">What it would cost, or why nobody can tell.</param>
internal sealed record ScaledRun(string Workflow, ScaledBill Bill)
{
    /// <summary>Extrapolates from runs of two sizes; of a workflow with many the last counts, in which nothing is new.</summary>
    /// <param name="small">The runs of the smaller size.</param>
    /// <param name="large">The runs of the larger size.</param>
    /// <param name="items">How many items there would be.</param>
    public static IReadOnlyList<ScaledRun> Of(IReadOnlyList<RunReport> small, IReadOnlyList<RunReport> large, long items) =>
    [
        .. from report in large
           group report by report.Workflow into workflow
           let less = small.Last(report => report.Workflow == workflow.Key)
           let more = workflow.Last()
           select new ScaledRun(workflow.Key, ScaledBill.Of((less.Traces!.Bill, less.Items), (more.Traces!.Bill, more.Items), items)),
    ];

    /// <summary>Prints what it would cost and by which lines, or why nobody can tell.</summary>
    public void Print(TextWriter output)
    {
        if (Bill.Refusals.Count > 0)
        {
            output.WriteLine($"{Workflow} with {Bill.Items} items cannot be told from {Bill.Small} and {Bill.Large}:");
            foreach (var refusal in Bill.Refusals)
            {
                output.WriteLine($"  {refusal}");
            }

            return;
        }

        output.WriteLine($"{Workflow} with {Bill.Items} items would cost {BillText.Dollars(Bill.Dollars)}, by straight lines through {Bill.Small} and {Bill.Large} items:");
        foreach (var line in Bill.Lines)
        {
            output.WriteLine(
                $"  {BillText.Dollars(line.Dollars)} {line.Price.Name}: {BillText.Quantity(line.Fixed)} and {BillText.Quantity(line.PerItem)} for each item ({line.Price.Unit}){(line.Note is { } note ? $"; {note}" : "")}");
        }
    }
}
