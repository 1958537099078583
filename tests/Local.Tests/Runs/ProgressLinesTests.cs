using Fanout.Local.Runs;
using Fanout.Local.StepFunctions;

namespace Fanout.Tests.Local.Runs;

public class ProgressLinesTests
{
    [TestCase(ExecutionStatus.Succeeded, "SUCCEEDED")]
    [TestCase(ExecutionStatus.TimedOut, "TIMED_OUT")]
    [TestCase(ExecutionStatus.Succeeded, "CHECK FAILED", "one is missing")]
    public async Task A_run_has_a_line_for_each_stage_and_for_its_end(ExecutionStatus status, string expected, params string[] problems)
    {
        var time = new ManualTime();
        var output = new StringWriter();
        await using var lines = new ProgressLines(output, time);

        lines.Show("workflow", "sample", 4, RunStage.Loading);
        time.Now += TimeSpan.FromSeconds(2);
        lines.Show("workflow", "sample", 4, RunStage.Running);
        time.Now += TimeSpan.FromSeconds(1.25);
        lines.End(RunReports.Report(RunReports.Outcome("arn", status), problems));

        Assert.That(output.ToString().TrimEnd().Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "workflow with sample: loading", "workflow with sample: running", $"workflow with sample: {expected}, 3.3 s",
        }));
    }

    [Test]
    public async Task The_time_of_a_run_begins_with_the_run()
    {
        var time = new ManualTime();
        var output = new StringWriter();
        await using var lines = new ProgressLines(output, time);

        foreach (var seconds in (int[])[3, 1])
        {
            lines.Show("workflow", "sample", 4, RunStage.Running);
            time.Now += TimeSpan.FromSeconds(seconds);
            lines.End(RunReports.Report(RunReports.Outcome("arn", ExecutionStatus.Succeeded)));
            time.Now += TimeSpan.FromSeconds(10);
        }

        Assert.That(output.ToString(), Does.Contain("SUCCEEDED, 3.0 s").And.Contain("SUCCEEDED, 1.0 s"));
    }
}
