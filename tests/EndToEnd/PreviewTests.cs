namespace Fanout.Tests.EndToEnd;

public class PreviewTests
{
    // What is supported depends on the day.
    private const string Day = "2026/11/21";

    [TestCase("dev")]
    [TestCase("prod")]
    public async Task The_repositorys_stacks_keep_all_rules(string stack)
    {
        var result = await CommandLine.LocalAsync("preview", "--check", "--date", Day, "--stack", stack);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Output.Trim(), Does.Match($@"\A\d+ resources of {stack} keep all \d+ rules\.\z"));
            Assert.That(result.ExitCode, Is.Zero, result.Error);
        }
    }

    [Test]
    public async Task Findings_are_an_array_where_JSON_is_asked_for()
    {
        var result = await CommandLine.LocalAsync("preview", "--check", "--date", Day, "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Output.Trim(), Is.EqualTo("[]"));
            Assert.That(result.ExitCode, Is.Zero, result.Error);
        }
    }

    [Test]
    public async Task On_another_day_what_is_no_longer_supported_then_is_found()
    {
        var result = await CommandLine.LocalAsync("preview", "--check", "--date", "2999/12/31");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Output, Does.Contain("dotnet10"));
            Assert.That(result.ExitCode, Is.EqualTo(1), result.Error);
        }
    }
}
