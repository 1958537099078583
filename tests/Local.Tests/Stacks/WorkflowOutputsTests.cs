using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fanout.Infra.Settings;
using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Stacks;

public class WorkflowOutputsTests
{
    private static readonly string[] Commands = ["Start", "Describe", "Look", "Stop"];

    private ImmutableDictionary<string, ImmutableDictionary<string, string>> _workflows = [];

    [OneTimeSetUp]
    public async Task RunProgramAsync()
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None);
        var values = new Dictionary<string, string>(config.Values) { ["aws:region"] = "eu-west-1" };
        _workflows = (await StackProgram.RunAsync(config with { Values = values }, Task.FromResult, CancellationToken.None)).Workflows;
    }

    [TestCaseSource(typeof(WorkflowNames), nameof(WorkflowNames.All))]
    public void The_state_machine_is_started_with_an_input_and_its_newest_execution_described(string workflow)
    {
        var outputs = _workflows[workflow];
        var machine = $"arn:aws:states:eu-west-1:123456789012:stateMachine:fanout-dev-{workflow}";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outputs["StateMachineArn"], Is.EqualTo(machine));
            Assert.That(outputs["Start"], Does.StartWith($"aws stepfunctions start-execution --region eu-west-1 --state-machine-arn {machine} --input '"));
            Assert.That(JsonElement.Parse(outputs["Start"].Split('\'')[1]).ValueKind, Is.EqualTo(JsonValueKind.Object));
            Assert.That(outputs["Describe"], Is.EqualTo(
                "aws stepfunctions describe-execution --region eu-west-1 --execution-arn \"$(aws stepfunctions list-executions --region eu-west-1 "
                    + $"--state-machine-arn {machine} --no-paginate --query 'executions[0].executionArn' --output text)\""));
        }
    }

    [TestCaseSource(typeof(WorkflowNames), nameof(WorkflowNames.All))]
    public void Every_execution_that_runs_is_stopped(string workflow) => Assert.That(_workflows[workflow]["Stop"], Is.EqualTo(
        "for execution in $(aws stepfunctions list-executions --region eu-west-1 --state-machine-arn "
            + $"arn:aws:states:eu-west-1:123456789012:stateMachine:fanout-dev-{workflow} --status-filter RUNNING "
            + "--query 'executions[].[executionArn]' --output text); "
            + "do aws stepfunctions stop-execution --region eu-west-1 --execution-arn \"$execution\"; done"));

    [TestCase("sensor-analytics", "dynamodb scan --table-name fanout-dev-sensor-analytics-SensorSummary --max-items 3")]
    [TestCase("parallel-map", "logs tail /aws/lambda/fanout-dev-parallel-map-element --since 1h")]
    [TestCase("stream-aggregator", "dynamodb scan --table-name fanout-dev-stream-aggregator-processing-tasks --max-items 3")]
    [TestCase("s3-high-throughput", "sqs receive-message --queue-url https://sqs.eu-west-1.amazonaws.com/123456789012/fanout-dev-s3-high-throughput-rejected --max-number-of-messages 10 --visibility-timeout 0")]
    [TestCase("meter-analytics", "dynamodb scan --table-name fanout-dev-meter-analytics-ElectricityMeteredByPeriod --max-items 3")]
    public void What_executions_left_is_shown(string workflow, string arguments) =>
        Assert.That(_workflows[workflow]["Look"], Is.EqualTo($"aws {arguments} --region eu-west-1"));

    [Test]
    public void No_command_has_something_to_fill_in() => Assert.That(
        _workflows.Values.SelectMany(outputs => Commands.Select(name => outputs[name])),
        Is.All.Not.Match(@"[<>]|\s(?!RUNNING )[A-Z_]{4,}(\s|$)").And.Exactly(20).Items);
}
