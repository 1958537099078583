using Fanout.Local.StepFunctions.DistributedMaps;
using Fanout.Tests.Local.StepFunctions;

namespace Fanout.Tests.Local.Integrations;

public class MapRunTests
{
    [Test]
    public async Task A_map_run_is_described_with_its_counts()
    {
        var machine = await new TestMachine().LoadAsync(TestMachine.Definition("""{"Done": {"Type": "Succeed"} }"""));
        var run = new MapRun(machine, "Label", "arn:of:the:execution", TestMachine.Start);

        var description = await SharedCloud.CallAsync(
            "aws-sdk:sfn:describeMapRun", $$"""{"MapRunArn": "{{run.Arn}}"}""", arn => arn == run.Arn ? run : null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(description.GetProperty("MapRunArn").GetString(), Is.EqualTo(run.Arn));
            Assert.That(description.GetProperty("ExecutionArn").GetString(), Is.EqualTo("arn:of:the:execution"));
            Assert.That(description.GetProperty("Status").GetString(), Is.EqualTo("RUNNING"));
            Assert.That(description.GetProperty("StartDate").GetString(), Is.EqualTo("2026-01-02T03:04:05Z"));
            Assert.That(description.TryGetProperty("StopDate", out _), Is.False);
            Assert.That(description.GetProperty("ItemCounts").GetRawText(), Is.EqualTo(
                """{"Aborted":0,"Failed":0,"FailuresNotRedrivable":0,"Pending":0,"PendingRedrive":0,"ResultsWritten":0,"Running":0,"Succeeded":0,"TimedOut":0,"Total":0}"""));
            Assert.That(description.GetProperty("ExecutionCounts").GetProperty("Total").GetInt64(), Is.Zero);
        }
    }

    [Test]
    public async Task A_map_run_that_is_unknown_is_an_error_of_its_own() => Assert.That(
        (await SharedCloud.FailureAsync("aws-sdk:sfn:describeMapRun", """{"MapRunArn": "arn:unknown"}""")).Error,
        Is.EqualTo("Sfn.ResourceNotFoundException"));

    [Test]
    public void What_can_be_called_is_said_in_words() => Assert.That(
        SharedCloud.Catalog.Supported,
        Does.Contain("lambda:invoke").And.Contain("aws-sdk:sfn:describeMapRun").And.Contain("dynamodb:getItem")
            .And.Contain("aws-sdk:sns:* (publish, publishBatch)"));
}
