namespace Fanout.Tests.EndToEnd;

public class PreviewTests
{
    [TestCase("dev")]
    [TestCase("prod")]
    public async Task The_repositorys_stacks_keep_all_rules(string stack)
    {
        var result = await CommandLine.LocalAsync("preview", "--check", "--stack", stack);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Output.Trim(), Does.Match($@"\A\d+ resources of {stack} keep all \d+ rules\.\z"));
            Assert.That(result.ExitCode, Is.Zero, result.Error);
        }
    }

    [Test]
    public async Task Findings_are_an_array_where_JSON_is_asked_for()
    {
        var result = await CommandLine.LocalAsync("preview", "--check", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Output.Trim(), Is.EqualTo("[]"));
            Assert.That(result.ExitCode, Is.Zero, result.Error);
        }
    }
}
