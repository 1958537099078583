using Fanout.Local.WebConsole.Reading;
using Fanout.Tests.Local.StepFunctions;

namespace Fanout.Tests.Local.WebConsole;

/// <summary>What is told of states from the events of executions.</summary>
public class StateVisitTests
{
    [Test]
    public async Task States_have_what_went_in_and_out_and_what_was_assigned()
    {
        var visits = await VisitsAsync("""
            {"Make": {"Type": "Pass", "Output": {"n": 1}, "Assign": {"x": 2}, "Next": "End"}, "End": {"Type": "Succeed"}}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(visits.Select(visit => $"{visit.State} {visit.Kind} {visit.Input} {visit.Output}"), Is.EqualTo(new[]
            {
                """Make ok {} {"n":1}""", """End ok {"n":1} {"n":1}""",
            }));
            Assert.That(visits[0].Assigned!["x"].GetInt32(), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task An_inline_map_has_a_passage_for_each_iteration_and_one_of_its_own()
    {
        var visits = await VisitsAsync("""
            {"Each": {"Type": "Map", "Items": [1, 2, 3], "MaxConcurrency": 1, "End": true,
              "ItemProcessor": {"StartAt": "First", "States": {"First": {"Type": "Pass", "Next": "Last"}, "Last": {"Type": "Pass", "End": true}}}}}
            """);

        Assert.That(visits.CountBy(visit => (visit.State, visit.Kind)).OrderBy(count => count.Key.State), Is.EqualTo(new Dictionary<(string, string), int>
        {
            [("Each", "ok")] = 1,
            [("First", "ok")] = 3,
            [("Last", "ok")] = 3,
        }));
    }

    [Test]
    public async Task A_task_has_its_attempts_and_the_error_that_was_caught()
    {
        var visits = await VisitsAsync("""
            {"Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "fail:Broken", "Payload": {}}, "End": true,
              "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}],
              "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "After"}]},
             "After": {"Type": "Pass", "End": true}}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(visits.Select(visit => $"{visit.State} {visit.Kind}"), Is.EqualTo(new[] { "Call warn", "After ok" }));
            Assert.That(visits[0].Attempts, Has.Count.EqualTo(3).And.All.Matches<Attempt>(attempt => attempt!.Failure is not null));
            Assert.That(visits[0].Failure!.Value.Error, Is.EqualTo("Broken"));
            Assert.That(visits[1].Failure, Is.Null);
        }
    }

    [Test]
    public async Task Of_branches_the_one_that_failed_is_told_from_those_that_were_stopped()
    {
        var visits = await VisitsAsync("""
            {"Both": {"Type": "Parallel", "End": true, "Branches": [
              {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": true}}},
              {"StartAt": "Fail", "States": {"Fail": {"Type": "Fail", "Error": "Broken", "Cause": "by design"}}}]}}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(visits.ToDictionary(visit => visit.State, visit => visit.Kind), Is.EqualTo(new Dictionary<string, string>
            {
                ["Both"] = "failed",
                ["Wait"] = "aborted",
                ["Fail"] = "failed",
            }));
            Assert.That(visits.Single(visit => visit.State == "Fail").Failure, Is.EqualTo(((string?)"Broken", (string?)"by design")));
        }
    }

    private static async Task<IReadOnlyList<StateVisit>> VisitsAsync(string states) =>
        StateVisit.Of((await new TestMachine().RunStatesAsync(states)).History).All;
}
