namespace Fanout.Tests.EndToEnd;

public class WorkflowArgumentTests
{
    [TestCase("diagram")]
    [TestCase("settings")]
    public async Task A_workflow_that_does_not_exist_exits_2_with_the_closest_name(string command)
    {
        var result = await CommandLine.LocalAsync(command, "paralel-map");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("no workflow \"paralel-map\" (did you mean \"parallel-map\"?)"));
        }
    }

    [Test]
    public async Task A_diagram_needs_a_workflow()
    {
        var result = await CommandLine.LocalAsync("diagram");

        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [TestCase("settings", "| `environment` | `dev` | one of dev, prod | ")]
    [TestCase("settings", "| `daysBack` | `1` | a whole number from 0 to 366 | ", "sensor-analytics")]
    [TestCase("diagram", "n3[\"Read list<br>dynamodb:getItem\"]", "parallel-map", "--stack", "prod")]
    public async Task What_is_asked_for_is_printed(string command, string part, params string[] arguments)
    {
        var result = await CommandLine.LocalAsync([command, .. arguments]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(result.Output, Does.Contain(part));
        }
    }
}
