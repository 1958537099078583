using Fanout.Local;
using Fanout.Local.Stacks;

namespace Fanout.Tests.Local.Stacks;

public sealed class StackOutputsTests
{
    private TemporaryFolder _temporary = null!;

    private string Outputs => Path.Combine(_temporary.Path, "outputs.json");

    [SetUp]
    public void CreateFolder() => _temporary = new TemporaryFolder("outputs");

    [TearDown]
    public void DeleteFolder() => _temporary.Dispose();

    [Test]
    public async Task What_pulumi_prints_is_read()
    {
        await File.WriteAllTextAsync(Outputs, """{"parallel-map":{"TableName":"t","StateMachineArn":"a"}}""");

        var outputs = await StackOutputs.ReadAsync(Outputs, CancellationToken.None);

        Assert.That(outputs["parallel-map"]["TableName"], Is.EqualTo("t"));
    }

    [TestCase("{}", "{0} has no workflow; write it with: pulumi stack output workflows --json")]
    [TestCase("[1]", "{0} does not hold the outputs of workflows, an object of texts for each; write it with: pulumi stack output workflows --json")]
    [TestCase("""{"parallel-map":{"TableName":7}}""", "{0} does not hold the outputs of workflows, an object of texts for each; write it with: pulumi stack output workflows --json")]
    [TestCase("""{"workflows":{"a":"b"}}""", "{0} has \"workflows\", which is no workflow; write it with: pulumi stack output workflows --json")]
    [TestCase("", "{0} is empty; it must hold JSON; write it with: pulumi stack output workflows --json")]
    public void Another_shape_is_refused(string content, string sentence)
    {
        File.WriteAllText(Outputs, content);

        Assert.That(
            () => StackOutputs.ReadAsync(Outputs, CancellationToken.None),
            Throws.TypeOf<LocalException>().With.Message.EqualTo(sentence.Replace("{0}", Outputs, StringComparison.Ordinal)));
    }

    [Test]
    public void A_file_that_is_not_there_is_named() => Assert.That(
        () => StackOutputs.ReadAsync(Outputs, CancellationToken.None),
        Throws.TypeOf<LocalException>().With.Message.StartsWith($"{Outputs} cannot be read: ")
            .And.Message.EndsWith("; write it with: pulumi stack output workflows --json"));
}
