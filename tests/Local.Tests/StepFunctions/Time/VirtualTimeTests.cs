using Fanout.Local.StepFunctions;

namespace Fanout.Tests.Local.StepFunctions.Time;

/// <summary>The experiments of the parallel-map document: a Map state that waits and calls a function for each element.</summary>
public sealed class VirtualTimeTests
{
    private static string ParallelMap(int concurrency, int wait, int timeout) =>
        $$"""
        {
          "QueryLanguage": "JSONata", "TimeoutSeconds": {{timeout}}, "StartAt": "Each",
          "States": {
            "Each": {
              "Type": "Map", "Items": "{% $states.input %}", "MaxConcurrency": {{concurrency}}, "End": true,
              "ItemProcessor": {
                "StartAt": "Wait",
                "States": {
                  "Wait": {"Type": "Wait", "Seconds": {{wait}}, "Next": "Call"},
                  "Call": {
                    "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                    "Arguments": {"FunctionName": "echo", "Payload": "{% $states.input %}"},
                    "Output": "{% $states.result.Payload %}", "End": true
                  }
                }
              }
            }
          }
        }
        """;

    [TestCase(1, 2, new[] { 2, 4, 6 })]
    [TestCase(2, 2, new[] { 2, 2, 4 })]
    [TestCase(3, 2, new[] { 2, 2, 2 })]
    [TestCase(0, 2, new[] { 2, 2, 2 })]
    public async Task Concurrency_spaces_the_calls(int concurrency, int wait, int[] seconds)
    {
        var machine = new TestMachine();

        var outcome = await machine.RunAsync(ParallelMap(concurrency, wait, 60), """["a", "b", "c"]""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetRawText(), Is.EqualTo("""["a","b","c"]"""));
            Assert.That(machine.Functions.Calls.Select(call => (call.Time - TestMachine.Start).TotalSeconds), Is.EqualTo(seconds));
            Assert.That(machine.Functions.Calls.Select(call => call.Payload.GetString()), Is.EqualTo(new[] { "a", "b", "c" }));
        }
    }

    [Test]
    public async Task A_wait_longer_than_the_timeout_ends_timed_out()
    {
        var machine = new TestMachine();

        var outcome = await machine.RunAsync(ParallelMap(1, 25, 20), """["a"]""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.TimedOut));
            Assert.That(outcome.StopTime - outcome.StartTime, Is.EqualTo(TimeSpan.FromSeconds(20)));
            Assert.That(outcome.FailedState?.Name, Is.EqualTo("Each"));
            Assert.That(machine.Functions.Calls, Is.Empty);
        }
    }

    [Test]
    public async Task A_year_takes_no_time()
    {
        var outcome = await new TestMachine().RunStatesAsync("""{"A": {"Type": "Wait", "Seconds": 31536000, "End": true}}""");

        Assert.That(outcome.StopTime - outcome.StartTime, Is.EqualTo(TimeSpan.FromDays(365)));
    }

    [Test]
    public async Task What_hangs_outside_meets_its_timeout_after_that_much_real_time()
    {
        var outcome = await new TestMachine { Functions = { UsesLoopTime = false } }.RunStatesAsync(
            """
            {"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 1, "End": true,
                   "Arguments": {"FunctionName": "hang"}}}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo(ErrorNames.Timeout));
            Assert.That(outcome.StopTime - outcome.StartTime, Is.EqualTo(TimeSpan.FromSeconds(1)));
        }
    }

    [Test]
    public async Task Calls_outside_take_no_virtual_time()
    {
        var outcome = await new TestMachine { Functions = { UsesLoopTime = false } }.RunStatesAsync(
            """
            {"A": {"Type": "Map", "Items": [1, 2, 3], "End": true, "ItemProcessor": {"StartAt": "T", "States": {
              "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 60, "End": true}}}}}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded));
            Assert.That(outcome.StopTime, Is.EqualTo(outcome.StartTime));
        }
    }
}
