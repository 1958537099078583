using System.Globalization;
using System.Text.RegularExpressions;
using Fanout.Infra.Settings;
using Fanout.Local.Cost;
using Fanout.Local.Runs;

namespace Fanout.Tests.Local.Runs;

public partial class MeasuredRunTests
{
    [TestCaseSource(typeof(WorkflowNames), nameof(WorkflowNames.All))]
    public void A_run_was_measured_with_as_much_data_as_the_README_shows(string workflow)
    {
        var measured = MeasuredRun.All.Single(run => run.Workflow == workflow);

        var row = Row().Matches(Pages.Text(Pages.Readme)).Last(row => row.Groups["workflow"].Value == workflow);

        Assert.That(
            (measured.Sample, measured.Items, measured.Bill.Lines.Single(line => line.Price == Prices.StandardTransition).Quantity),
            Is.EqualTo((row.Groups["with"].Value.TrimEnd(), Number("items"), (decimal)Number("transitions"))));

        int Number(string column) => int.Parse(row.Groups[column].Value, CultureInfo.InvariantCulture);
    }

    [Test]
    public void Without_logs_all_else_is_the_same()
    {
        var run = MeasuredRun.All[0];

        Assert.That(run.WithoutLogs.Bill.Lines, Is.EqualTo(run.Bill.Lines.Where(line => line.Price != Prices.LogGigabyte)).And.Count.LessThan(run.Bill.Lines.Count));
    }

    [GeneratedRegex(@"(?m)^  (?<workflow>[\w-]+) +(?<with>\S.*?) +SUCCEEDED +(?<items>\d+) +\d+ +(?<transitions>\d+) ")]
    private static partial Regex Row();
}
