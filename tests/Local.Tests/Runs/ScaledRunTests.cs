using Fanout.Local.Cost;
using Fanout.Local.Runs;
using Fanout.Local.StepFunctions;

namespace Fanout.Tests.Local.Runs;

public class ScaledRunTests
{
    [Test]
    public void A_workflow_with_more_items_is_told_with_its_lines() => Assert.That(Print(items: 100), Is.EqualTo("""
        workflow with 100 items would cost $0.00054, by straight lines through 10 and 20 items:
          $0.00050 S3: PUT, COPY, POST and LIST requests: 0 and 1 for each item (request)
          $0.000042 S3: GET and other requests: 5 and 1 for each item (request)

        """));

    [Test]
    public void Sizes_that_do_not_tell_are_named_with_the_reason() => Assert.That(Print(items: 5), Is.EqualTo("""
        workflow with 5 items cannot be told from 10 and 20:
          5 items are fewer than the 20 that it was run with.

        """));

    private static string Print(long items)
    {
        var output = new StringWriter();
        ScaledRun.Of([Report(10)], [Report(99), Report(20)], items).Single().Print(output);
        return output.ToString().ReplaceLineEndings("\n");
    }

    private static RunReport Report(int items)
    {
        var report = RunReports.Report(RunReports.Outcome("arn", ExecutionStatus.Succeeded)) with { Items = items };
        return report with { Traces = report.Traces! with { Bill = Bill.Of([(Prices.S3Write, items), (Prices.S3Read, 5 + items)]) } };
    }
}
