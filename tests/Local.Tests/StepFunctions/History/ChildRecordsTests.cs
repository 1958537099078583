using System.Text.Json;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.History;

namespace Fanout.Tests.Local.StepFunctions.History;

/// <summary>However many children there are, what is kept of them has one size, and no number is lost.</summary>
public class ChildRecordsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Test]
    public void Ten_thousand_children_over_a_day_fit_in_as_many_spans_as_three_in_a_second()
    {
        var timeline = new ChildTimeline();
        for (var i = 0; i < 10_000; i++)
        {
            timeline.Start(Start.AddSeconds(8.64 * i));
            timeline.End(Start.AddSeconds((8.64 * i) + 1), isGood: i % 10 != 0);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(timeline.Spans, Has.Count.InRange(64, 128));
            Assert.That(timeline.Spans.Sum(span => span.Started), Is.EqualTo(10_000));
            Assert.That(timeline.Spans.Sum(span => span.Ended), Is.EqualTo(10_000));
            Assert.That(timeline.Spans.Sum(span => span.Failed), Is.EqualTo(1_000));
            Assert.That(timeline.Width * timeline.Spans.Count, Is.GreaterThanOrEqualTo(TimeSpan.FromDays(1)));
        }
    }

    [Test]
    public void Durations_are_known_to_a_power_of_two()
    {
        var children = new ChildRecords();
        foreach (var milliseconds in Enumerable.Range(1, 100))
        {
            children.End(Outcome(milliseconds), JsonElement.Parse("{}"));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(children.Shortest, Is.EqualTo(TimeSpan.FromMilliseconds(1)));
            Assert.That(children.Quantile(0.5), Is.EqualTo(TimeSpan.FromMilliseconds(64)));
            Assert.That(children.Quantile(0.95), Is.EqualTo(TimeSpan.FromMilliseconds(100)));
            Assert.That(children.Longest, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
            Assert.That(new ChildRecords().Quantile(0.5), Is.Null);
        }
    }

    [Test]
    public void Of_each_error_there_is_the_first_example_and_of_too_many_the_rest_together()
    {
        var children = new ChildRecords();
        for (var i = 0; i < 100; i++)
        {
            children.End(Outcome(1) with { Status = ExecutionStatus.Failed, Error = $"E{i % 20}", Cause = new string('x', 10_000) }, JsonElement.Parse($"{i}"));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(children.Errors.Select(error => $"{error.Name} {error.Count} {error.Input}"), Is.EqualTo(new[]
            {
                "E0 5 0", "E1 5 1", "E2 5 2", "E3 5 3", "E4 5 4", "E5 5 5", "E6 5 6", "E7 5 7", "(others) 60 8",
            }));
            Assert.That(children.Errors.First().Cause, Has.Length.EqualTo(4_097).And.EndsWith("x…"));
        }
    }

    private static ExecutionOutcome Outcome(double milliseconds) => new()
    {
        ExecutionArn = "arn",
        Status = ExecutionStatus.Succeeded,
        StartTime = Start,
        StopTime = Start.AddMilliseconds(milliseconds),
        Counts = new ExecutionCounts(),
        History = [],
    };
}
