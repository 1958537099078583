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
            table.AddRow(
                report.Workflow,
                report.Sample,
                report.Status,
                $"{report.Items}",
                $"{report.Executions}",
                $"{report.Transitions}",
                $"{report.Duration.TotalSeconds:0.0} s",
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
        for (var failed = report.Outcome; failed is not null && failed.Status != ExecutionStatus.Succeeded; failed = failed.FailedChild)
        {
            if (failed != report.Outcome)
            {
                output.WriteLine($"  in its child execution {failed.ExecutionArn}:");
            }

            output.WriteLine($"  state:  {failed.FailedState?.Name}");
            output.WriteLine($"  input:  {failed.FailedState?.Input.GetRawText()}");
            output.WriteLine($"  error:  {failed.Error}");
            output.WriteLine($"  cause:  {failed.Cause}");
        }

        foreach (var problem in report.Problems)
        {
            output.WriteLine($"  check:  {problem}");
        }
    }
}
