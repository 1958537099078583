using Fanout.Local.Cost;
using Fanout.Local.Services.States;
using Fanout.Local.StepFunctions;
using static Fanout.Tests.Local.Services.States.StatesCloud;

namespace Fanout.Tests.Local.Services.States;

public class ExecutionUsageTests
{
    [Test]
    public void A_standard_execution_is_billed_by_its_transitions_alone()
    {
        var usage = new Usage();
        var outcome = Outcome(TimeSpan.FromHours(1));
        outcome.Counts.StateTransitions = 61;
        outcome.Counts.Children[StateMachineType.Standard] = new ChildCounts(Executions: 2, StateTransitions: 10);

        ExecutionUsage.Count(Machine(StateMachineType.Standard), outcome, isRealTime: false, usage);

        Assert.That(usage.Total.Select(counted => (counted.Key.Payer, counted.Value)), Is.EqualTo(new[] { ("machine", new BillLine(Prices.StandardTransition, 61)) }));
    }

    [TestCase(false, 0.9, Description = "0.31 s, and 5 calls of 0.1 s")]
    [TestCase(true, 0.4, Description = "0.31 s, in which its calls took place")]
    public void An_express_execution_is_billed_by_its_time(bool isRealTime, double seconds)
    {
        var usage = new Usage();
        var outcome = Outcome(TimeSpan.FromSeconds(0.31));
        outcome.Counts.TaskCalls["arn:aws:states:::aws-sdk:s3:getObject"] = 3;
        outcome.Counts.TaskCalls["arn:aws:states:::sns:publish"] = 2;

        ExecutionUsage.Count(Machine(StateMachineType.Express), outcome, isRealTime, usage);

        Assert.That(usage.Total.Select(counted => (counted.Key.Payer, counted.Value)), Is.EquivalentTo(new[]
        {
            ("machine", new BillLine(Prices.ExpressRequest, 1)),
            ("machine", new BillLine(Prices.ExpressGigabyteSecond, (decimal)seconds * 64 / 1024)),
        }));
    }

    [TestCase(false, 1.6, Description = "0.3 s in whole steps of four, and 13 calls of 0.1 s")]
    [TestCase(true, 0.3, Description = "0.3 s, in which their calls took place")]
    public void The_bill_of_an_execution_has_its_children(bool isRealTime, double seconds)
    {
        var outcome = Outcome(TimeSpan.FromHours(1));
        outcome.Counts.StateTransitions = 13;
        outcome.Counts.Children[StateMachineType.Standard] = new ChildCounts(Executions: 2, StateTransitions: 10);
        outcome.Counts.Children[StateMachineType.Express] = new ChildCounts(Executions: 4, StateTransitions: 99, TimeSpan.FromSeconds(0.3), TaskCalls: 13);

        Assert.That(ExecutionUsage.Of(StateMachineType.Standard, outcome, isRealTime).Lines, Is.EqualTo(new[]
        {
            new BillLine(Prices.StandardTransition, 23),
            new BillLine(Prices.ExpressRequest, 4),
            new BillLine(Prices.ExpressGigabyteSecond, (decimal)seconds * 64 / 1024),
        }));
    }

    [Test]
    public async Task Executions_in_a_cloud_are_billed_as_they_end()
    {
        var machine = await CreateAsync(Echo);
        var before = StatesCloud.Cloud.Usage.Total;

        await RunAsync(machine);

        Assert.That(StatesCloud.Cloud.Usage.Since(before, payer => payer == "machine").Lines, Is.EqualTo(new[] { new BillLine(Prices.StandardTransition, 1) }));
    }

    private static StateMachine Machine(StateMachineType type) => new(null!, "m", MachineArn("m"), Role, type);

    private static ExecutionOutcome Outcome(TimeSpan duration) => new()
    {
        ExecutionArn = "arn",
        Status = ExecutionStatus.Succeeded,
        StartTime = DateTimeOffset.UnixEpoch,
        StopTime = DateTimeOffset.UnixEpoch + duration,
        Counts = new ExecutionCounts(),
        History = [],
    };
}
