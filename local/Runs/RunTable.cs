using Fanout.Local.Cost;
using Fanout.Local.StepFunctions;
using Spectre.Console;

namespace Fanout.Local.Runs;

/// <summary>The table that ends a run, and what went wrong below it.</summary>
internal static class RunTable
{
    /// <summary>The width that a pipe is given, for it has none to keep to.</summary>
    public const int WidthOfAPipe = 200;

    // Where all columns have room.
    private const int WidthOfAll = 150;

    private static readonly (string Name, Func<RunReport, string> Cell)[] Columns =
    [
        ("workflow", report => report.Workflow),
        ("with", report => report.Sample),
        ("status", report => report.Status),
        ("items", report => $"{report.Items}"),
        ("executions", report => $"{report.Traces?.Executions}"),
        ("duration", report => $"{report.Duration.TotalSeconds:0.0} s"),
    ];

    private static readonly (string Name, Func<RunReport, string> Cell)[] AllColumns =
    [
        .. Columns[..^1],
        ("transitions", report => $"{report.Traces?.Transitions}"),
        .. Columns[^1..],
        ("written", report => report.Written),
    ];

    /// <summary>The width of the standard output; some terminals do not tell theirs.</summary>
    public static int WidthOfOutput =>
        Console.IsOutputRedirected ? WidthOfAPipe
        : Console.WindowWidth is > 0 and var width ? width
        : 80;

    /// <summary>Prints the reports; in a narrow terminal without transitions, and what was written below the table.</summary>
    /// <param name="reports">The reports.</param>
    /// <param name="output">Where to.</param>
    /// <param name="width">The width of a line, in characters.</param>
    public static void Print(IReadOnlyList<RunReport> reports, TextWriter output, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        var isNarrow = width < WidthOfAll;
        var columns = (isNarrow ? Columns : AllColumns)
            .Where(column => reports.Any(report => column.Cell(report).Length > 0)).ToArray();
        var table = new Table().Border(TableBorder.Simple).AddColumns([.. columns.Select(column => column.Name)]);
        foreach (var column in isNarrow ? table.Columns : [])
        {
            column.PadLeft(0).PadRight(1);
        }

        foreach (var report in reports)
        {
            table.AddRow([.. columns.Select(column => Markup.Escape(column.Cell(report)))]);
        }

        console.Write(table);
        foreach (var report in isNarrow ? reports : [])
        {
            output.WriteLine($"{report.Workflow} with {report.Sample}: {report.Written}");
        }

        PrintCosts(reports, output);
        foreach (var report in reports.Where(report => !report.IsGood))
        {
            PrintProblems(report, output);
        }
    }

    private static void PrintCosts(IReadOnlyList<RunReport> reports, TextWriter output)
    {
        foreach (var runs in reports.Where(report => report.Traces is not null).GroupBy(report => report.Workflow))
        {
            var bill = Bill.Of(runs.Select(report => report.Traces!.Bill));
            output.WriteLine($"{runs.Key} would cost {BillText.Dollars(bill.Dollars)} in AWS:");
            foreach (var part in BillText.Parts(bill))
            {
                output.WriteLine($"  {part}");
            }
        }
    }

    private static void PrintProblems(RunReport report, TextWriter output)
    {
        output.WriteLine($"{report.Workflow} with {report.Sample}:");
        if (report is { Traces: null, Execution: { Succeeded: false } execution })
        {
            output.WriteLine($"  execution:  {execution.Arn}");
            output.WriteLine($"  state:  {execution.FailedState}");
            output.WriteLine($"  error:  {execution.Error}");
            output.WriteLine($"  cause:  {execution.Cause}");
        }

        for (var failed = report.Traces?.Outcome; failed is not null && failed.Status != ExecutionStatus.Succeeded; failed = failed.FailedChild)
        {
            if (failed != report.Traces!.Outcome)
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
