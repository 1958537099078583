using System.Text.Json;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.DistributedMaps;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Tests.Local.StepFunctions.Running;

public class StartedExecutionsTests
{
    private StateMachine _machine = null!;

    [SetUp]
    public async Task LoadAsync() => _machine = await new TestMachine().LoadAsync(TestMachine.Definition("""{"Done": {"Type": "Succeed"} }"""));

    [Test]
    public void The_first_that_ended_is_forgotten_and_its_name_stays_taken()
    {
        var executions = new StartedExecutions(mostEnded: 2);
        var all = Enumerable.Range(1, 3).Select(number => Started($"{number}", isNamed: number != 2)).ToArray();
        var run = new MapRun(_machine, "Label", all[0].Arn, TestMachine.Start);
        executions.TryAdd(all[0]);
        executions.Add(run, all[0]);
        foreach (var execution in all[1..])
        {
            executions.TryAdd(execution);
        }

        foreach (var execution in all)
        {
            executions.End(execution);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(executions.All, Is.EqualTo(all[1..]));
            Assert.That(executions.FindMapRun(run.Arn), Is.Null);
            Assert.That(executions.TryAdd(Started("1", isNamed: true)), Is.False);
        }
    }

    [Test]
    public void A_running_execution_is_kept_however_many_end()
    {
        var executions = new StartedExecutions(mostEnded: 1);
        var running = Started("running", isNamed: true);
        executions.TryAdd(running);
        foreach (var number in Enumerable.Range(1, 5))
        {
            var execution = Started($"{number}", isNamed: false);
            executions.TryAdd(execution);
            executions.End(execution);
        }

        Assert.That(executions.All.Select(execution => execution.Name), Is.EqualTo(new[] { "running", "5" }));
    }

    [Test]
    public void Children_of_Map_Runs_push_out_each_other_alone()
    {
        var executions = new StartedExecutions(mostEnded: 1);
        var parent = Started("parent", isNamed: true);
        var run = new MapRun(_machine, "Label", parent.Arn, TestMachine.Start);
        StartedExecution[] all =
        [
            parent,
            .. Enumerable.Range(1, 3).Select(number => new StartedExecution(_machine, $"{number}", JsonElement.Parse("{}"), TestMachine.Start) { MapRun = run }),
        ];
        foreach (var execution in all)
        {
            executions.TryAdd(execution);
            executions.End(execution);
        }

        Assert.That(executions.All.Select(execution => execution.Name), Is.EqualTo(new[] { "parent", "3" }));
    }

    [Test]
    public void Names_are_free_again_when_the_machine_is_deleted()
    {
        var executions = new StartedExecutions();
        var execution = Started("one", isNamed: true);
        executions.TryAdd(execution);
        executions.End(execution);

        executions.Remove(_machine.Arn);

        Assert.That(executions.All, Is.Empty);
        Assert.That(executions.TryAdd(Started("one", isNamed: true)), Is.True);
    }

    [Test]
    public async Task A_name_that_an_execution_had_cannot_be_run_again()
    {
        using var loop = new EventLoop(TestMachine.Start);
        var interpreter = new Interpreter(await SharedEngine.GetAsync(), loop);
        await interpreter.RunAsync(_machine, JsonElement.Parse("1"), "one", CancellationToken.None);

        Assert.That(
            () => interpreter.RunAsync(_machine, JsonElement.Parse("1"), "one", CancellationToken.None),
            Throws.ArgumentException.With.Message.StartsWith($"{_machine.Arn} had an execution one before."));
    }

    [Test]
    public async Task What_runs_ends_with_the_lifetime_that_it_was_given()
    {
        using var loop = new EventLoop(TestMachine.Start, realTime: true);
        var interpreter = new Interpreter(await SharedEngine.GetAsync(), loop);
        var machine = await new TestMachine().LoadAsync(TestMachine.Definition("""{"Wait": {"Type": "Wait", "Seconds": 3600, "End": true}}"""));
        using var lifetime = new CancellationTokenSource();
        var execution = (await interpreter.StartAsync(machine, JsonElement.Parse("{}"), name: null, traceHeader: null, expected: null, lifetime.Token))!;

        await lifetime.CancelAsync();
        await interpreter.EndedAsync();

        Assert.That((await execution.Ended).Status, Is.EqualTo(ExecutionStatus.Aborted));
    }

    private StartedExecution Started(string name, bool isNamed) =>
        new(_machine, name, JsonElement.Parse("{}"), TestMachine.Start) { IsNamed = isNamed };
}
