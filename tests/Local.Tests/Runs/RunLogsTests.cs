using Fanout.Local.Runs;
using Fanout.Local.Services.Logs;

namespace Fanout.Tests.Local.Runs;

public class RunLogsTests
{
    private static readonly DateTimeOffset Time = new(2031, 2, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [TestCase("as it came", "as it came")]
    [TestCase("{no JSON", "{no JSON")]
    [TestCase("""{"a":1}""", """{"a":1}""")]
    [TestCase("""{"timestamp":"2026-01-01T00:00:00Z","level":"Information","message":"element","element":2}""", """Information  element  {"element":2}""")]
    [TestCase("""{"time":"2026-01-01T00:00:00.000Z","type":"platform.start","record":{"requestId":"r"}}""", """platform.start  {"requestId":"r"}""")]
    public void A_line_is_shown_with_the_time_of_the_execution(string line, string shown)
    {
        var logs = new LogGroups();
        logs.Write("/aws/lambda/f", "s", line, Time);
        using var output = new StringWriter();

        RunLogs.Print(logs, output);

        Assert.That(output.ToString().Split('\n')[2].TrimEnd('\r'), Is.EqualTo($"    2031-02-03 04:05:06.007  {shown}"));
    }
}
