using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.S3HighThroughput;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Workflows;

/// <summary>The whole machine of s3-high-throughput, with services in memory.</summary>
public sealed class S3HighThroughputTests
{
    private static readonly S3HighThroughputSettings Settings =
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()).S3HighThroughput with { Prefix = "in/" };

    private FakeServices _services = new();

    [SetUp]
    public void CreateServices() => _services = new FakeServices();

    [Test]
    public async Task An_empty_bucket_ends_well_with_zeros()
    {
        _services.Buckets.Put("elsewhere/a.json", "{}");

        var outcome = await RunAsync(Settings);

        Assert.That(outcome.Output?.GetRawText(), Is.EqualTo(
            """{"objects":0,"published":0,"rejected":{"count":0,"reasons":{},"objects":[]},"failed":0,"deadLetterQueue":"https://queue","results":"s3://results/runs/run-1/"}"""), outcome.Cause);
    }

    [Test]
    public async Task Every_object_below_the_prefix_is_published_once_or_reported()
    {
        for (var number = 0; number < 256; number++)
        {
            _services.Buckets.Put($"in/{number:D3}.json", number % 100 == 7 ? "[]" : $$"""{"n":{{number}}}""");
        }

        _services.Buckets.Put("in", "{}");
        var outcome = await RunAsync(Settings with { ObjectsPerChild = 100, ObjectsPerLeaf = 15 });

        var rejected = outcome.Output!.Value.GetProperty("rejected");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Count(outcome, "objects"), Is.EqualTo(256));
            Assert.That(Count(outcome, "published"), Is.EqualTo(253));
            Assert.That(Count(outcome, "failed"), Is.Zero);
            Assert.That(rejected.GetProperty("reasons").GetRawText(), Is.EqualTo("""{"NotAnObject":3}"""));
            Assert.That(
                rejected.GetProperty("objects").EnumerateArray().Select(entry => entry.GetProperty("Key").GetString()),
                Is.EquivalentTo(new[] { "in/007.json", "in/107.json", "in/207.json" }));
            Assert.That(_services.Published, Is.EquivalentTo(Enumerable.Range(0, 256).Where(number => number % 100 != 7)
                .Select(number => $$"""{"n":{{number}},"processedBy":"s3-high-throughput"}""")));
            Assert.That(
                _services.Sent.Select(sent => sent.GetProperty("execution").GetString()),
                Is.All.EqualTo("arn:aws:states:us-east-1:123456789012:execution:machine:run-1").And.Exactly(3).Items);
        }
    }

    [TestCase(0, 1, "1 of 4 objects were rejected, where toleratedRejectedPercentage tolerates 0 %: NotAnObject (1)")]
    [TestCase(25, 1, null)]
    [TestCase(99, 3, null)]
    [TestCase(99, 4, "4 of 4 objects were rejected, where toleratedRejectedPercentage tolerates 99 %: NotAnObject (4)")]
    [TestCase(100, 4, null)]
    public async Task More_rejected_objects_than_are_tolerated_are_a_failure(int tolerated, int rejected, string? cause)
    {
        for (var number = 0; number < 4; number++)
        {
            _services.Buckets.Put($"in/{number}.json", number < rejected ? "[]" : "{}");
        }

        var outcome = await RunAsync(Settings with { ToleratedRejectedPercentage = tolerated });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo(cause is null ? null : "ObjectsRejected"), outcome.Cause);
            Assert.That(outcome.Cause, Is.EqualTo(cause is null ? null : $"{cause}; results: s3://results/runs/run-1/"));
            Assert.That(_services.Sent, Has.Count.EqualTo(rejected));
        }
    }

    [Test]
    public async Task What_one_state_cannot_read_is_added_up_in_rounds()
    {
        var long900 = new string('k', 900);
        for (var number = 0; number < 600; number++)
        {
            _services.Buckets.Put($"in/{number:D4}-{long900}", number % 2 == 0 ? "x" : "1");
        }

        var outcome = await RunAsync(Settings with { ObjectsPerChild = 10, ObjectsPerLeaf = 10, ParentConcurrency = 60, ToleratedRejectedPercentage = 100 });

        var rejected = outcome.Output!.Value.GetProperty("rejected");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_services.Buckets.Keys.Count(key => key.StartsWith("runs/run-1/sums/", StringComparison.Ordinal)), Is.EqualTo(2));
            Assert.That(Count(outcome, "objects"), Is.EqualTo(600));
            Assert.That(rejected.GetProperty("count").GetInt32(), Is.EqualTo(600));
            Assert.That(rejected.GetProperty("reasons").GetRawText(), Is.EqualTo("""{"NotJson":300,"NotAnObject":300}"""));
            Assert.That(rejected.GetProperty("objects").GetArrayLength(), Is.GreaterThan(20));
            Assert.That(_services.Sent, Has.Count.EqualTo(600));
        }
    }

    [TestCase(0, "States.ExceedToleratedFailureThreshold")]
    [TestCase(60, null)]
    public async Task A_failure_ends_the_run_unless_it_is_tolerated_and_is_written_either_way(int tolerated, string? error)
    {
        for (var number = 0; number < 40; number++)
        {
            _services.Buckets.Put($"in/{number:D2}", $$"""{"n":{{number}}}""");
        }

        _services.Before = (action, arguments) =>
        {
            if (action == "getObject" && arguments.GetProperty("Key").GetString() == "in/13")
            {
                throw new TaskFailedException("S3.S3Exception", "Slow Down (Status Code: 503)");
            }
        };

        var outcome = await RunAsync(Settings with { ObjectsPerChild = 20, ObjectsPerLeaf = 10, ToleratedFailurePercentage = tolerated });

        var failures = _services.Buckets.Keys.Where(key => key.EndsWith("/FAILED_0.json", StringComparison.Ordinal)).ToArray();
        var leaf = JsonElement.Parse(_services.Buckets.Text(failures.Single(key => key.Contains("/leaves/", StringComparison.Ordinal))))[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo(error));
            Assert.That(leaf.GetProperty("Error").GetString(), Is.EqualTo("ObjectsFailed"));
            Assert.That(leaf.GetProperty("Cause").GetString(), Is.EqualTo(
                """1 of 10 objects failed (9 were published, 0 rejected): [{"Key":"in/13","Error":"S3.S3Exception: Slow Down (Status Code: 503)"}]"""));
            Assert.That(failures, Has.Length.EqualTo(error is null ? 1 : 2));
            if (error is null)
            {
                Assert.That(_services.Published, Has.Count.EqualTo(39));
                Assert.That(Count(outcome, "objects"), Is.EqualTo(40));
                Assert.That(Count(outcome, "published"), Is.EqualTo(30));
                Assert.That(Count(outcome, "failed"), Is.EqualTo(10));
            }
        }
    }

    [Test]
    public async Task Where_every_leaf_failed_and_that_is_tolerated_nothing_is_added_up()
    {
        _services.Buckets.Put("in/a", "{}");
        _services.Before = (action, _) =>
        {
            if (action == "publishBatch")
            {
                throw new TaskFailedException("Sns.SnsException", "unavailable");
            }
        };

        var outcome = await RunAsync(Settings with { ToleratedFailurePercentage = 100 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Count(outcome, "objects"), Is.EqualTo(1));
            Assert.That(Count(outcome, "published"), Is.Zero);
            Assert.That(Count(outcome, "failed"), Is.EqualTo(1));
        }
    }

    [TestCase("""{"prefix": "2026/"}""", 1)]
    [TestCase("""{"prefix": ""}""", 2)]
    [TestCase("""{"Comment": "Insert your JSON here"}""", 2)]
    [TestCase("[1, 2]", 2)]
    [TestCase("null", 2)]
    public async Task The_input_names_the_objects_and_may_be_anything_else(string input, int objects)
    {
        _services.Buckets.Put("in/2025/a.json", "{}");
        _services.Buckets.Put("in/2026/a.json", "{}");

        var outcome = await RunAsync(Settings, input);

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
        Assert.That(Count(outcome, "objects"), Is.EqualTo(objects));
    }

    [TestCase("null")]
    [TestCase("7")]
    [TestCase("""["a/","b/"]""")]
    [TestCase("""{"is":"a/"}""")]
    public async Task A_prefix_that_is_no_text_is_refused(string prefix)
    {
        var outcome = await RunAsync(Settings, $$"""{"prefix": {{prefix}}}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("States.QueryEvaluationError"));
            Assert.That(outcome.Cause, Does.Contain($"The prefix of the input is {prefix}, but must be a text."));
        }
    }

    private static int Count(ExecutionOutcome outcome, string member) => outcome.Output!.Value.GetProperty(member).GetInt32();

    [Test]
    public async Task Its_original_takes_three_transitions_and_32_for_ten_objects()
    {
        for (var number = 0; number < 100; number++)
        {
            _services.Buckets.Put($"{number}.json", $$"""{"n":{{number}}}""");
        }

        var outcome = await RunAsync(
            await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "bench", "originals", "s3-high-throughput.asl.json")), "{}");

        var children = outcome.Counts.Children[StateMachineType.Standard];
        Assert.That(
            (_services.Published.Count, children.Executions, outcome.Counts.StateTransitions + children.StateTransitions), Is.EqualTo((100, 20, 3 + 320)));
    }

    private Task<ExecutionOutcome> RunAsync(S3HighThroughputSettings settings, string input = "{}") => RunAsync(
        S3HighThroughputDefinition.Create(settings, new S3HighThroughputResources("data", "results", "arn:topic", "https://queue")).ToJson(), input);

    private async Task<ExecutionOutcome> RunAsync(string definition, string input)
    {
        var engine = await SharedEngine.GetAsync();
        using var loop = new EventLoop(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var machine = new StateMachine(
            await Definition.LoadAsync(definition, _services, engine),
            "machine", "arn:aws:states:us-east-1:123456789012:stateMachine:machine", "arn:aws:iam::123456789012:role/role");
        var interpreter = new Interpreter(engine, loop, () => 0.5);
        _services.FindMapRun = interpreter.Executions.FindMapRun;
        return await interpreter.RunAsync(
            machine, JsonElement.Parse(input), "run-1", CancellationToken.None, HistoryMode.Counts);
    }
}
