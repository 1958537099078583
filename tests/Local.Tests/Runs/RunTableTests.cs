using Fanout.Local.Runs;
using Fanout.Local.StepFunctions;

namespace Fanout.Tests.Local.Runs;

public class RunTableTests
{
    private static readonly RunReport Report = RunReports.Report(RunReports.Outcome("arn", ExecutionStatus.Succeeded)) with
    {
        Workflow = "s3-high-throughput",
        Sample = "500 objects [all]",
        Written = "503 messages to arn:aws:sns:us-east-1:123456789012:fanout-dev-s3-high-throughput-messages",
    };

    [Test]
    public void Where_there_is_room_each_run_is_one_line() => Assert.That(
        Print(RunTable.WidthOfAPipe),
        Does.Match(@"(?m)^  s3-high-throughput   500 objects \[all\]   SUCCEEDED   4       1            0             1\.5 s      503 messages to \S+-messages\s*$"));

    [Test]
    public void In_eighty_columns_no_word_is_broken_and_what_was_written_follows()
    {
        var text = Print(80);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text.Split('\n').Where(line => line != $"{Report.Workflow} with {Report.Sample}: {Report.Written}"), Has.All.Length.LessThanOrEqualTo(80));
            Assert.That(text, Does.Match(@"(?m)^\s*s3-high-throughput +500 objects \[all\] +SUCCEEDED +4 +1 +1\.5 s"));
            Assert.That(text, Does.Contain($"{Report.Workflow} with {Report.Sample}: {Report.Written}"));
        }
    }

    [Test]
    public void What_a_workflow_would_cost_follows_with_its_largest_parts() => Assert.That(
        Print(80).ReplaceLineEndings("\n"),
        Does.Contain("s3-high-throughput would cost $0.0050 in AWS:\n  $0.0050 S3: PUT, COPY, POST and LIST requests\n  $0.000017 S3: GET and other requests\n"));

    private static string Print(int width)
    {
        var output = new StringWriter();
        RunTable.Print([Report], output, width);
        return output.ToString();
    }
}
