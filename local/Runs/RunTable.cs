using Fanout.Local.StepFunctions;
using Spectre.Console;

namespace Fanout.Local.Runs;

/// <summary>The table that ends a run, and what went wrong below it.</summary>
internal static class RunTable
{
    // Without a terminal there is no width to keep to.
    private const int WidthOfAPipe = 200;

    private static readonly string[] Columns =
        ["workflow", "with", "status", "items", "executions", "transitions", "duration", "written"];

    /// <summary>Prints the reports.</summary>
    public static void Print(IReadOnlyList<RunReport> reports, TextWriter output, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = WidthOfAPipe;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns(Columns);
        foreach (var report in reports)
        {
            var outcome = report.Outcome;
            table.AddRow(
                report.Workflow,
                report.Sample,
                report.IsGood ? "SUCCEEDED" : outcome.Status == ExecutionStatus.Succeeded ? "CHECK FAILED" : StatusNames.Of(outcome.Status),
                $"{report.Items}",
                "1",
                $"{outcome.Counts.StateTransitions}",
                $"{(outcome.StopTime - outcome.StartTime).TotalSeconds:0.0} s",
                Markup.Escape(report.Written));
        }

        console.Write(table);
        foreach (var report in reports.Where(report => !report.IsGood))
        {
            PrintProblems(report, output);
        }
    }

    private static void PrintProblems(RunReport report, TextWriter output)
    {
        output.WriteLine($"{report.Workflow} with {report.Sample}:");
        if (report.Outcome.FailedState is { } state)
        {
            output.WriteLine($"  state:  {state.Name}");
            output.WriteLine($"  input:  {state.Input.GetRawText()}");
        }

        if (report.Outcome.Status != ExecutionStatus.Succeeded)
        {
            output.WriteLine($"  error:  {report.Outcome.Error}");
            output.WriteLine($"  cause:  {report.Outcome.Cause}");
        }

        foreach (var problem in report.Problems)
        {
            output.WriteLine($"  check:  {problem}");
        }
    }
}
