using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Samples;

namespace Fanout.Tests.EndToEnd;

public class S3HighThroughputTests
{
    private static readonly AwsAnswer SlowDown = AwsAnswer.S3Error(503, "SlowDown", "Please reduce your request rate.");

    [Test]
    public async Task Good_objects_are_published_and_bad_ones_reported_with_their_reasons()
    {
        await using var run = await WorkflowRun.StartAsync();
        await run.PutAsync("good.json", """{"n": 12345678901234567890, "m": 1.10}""");
        await run.PutAsync("folder/städte + 100%.json", "\ufeff{}");
        await run.PutAsync("empty.json", "");
        await run.PutAsync("text.json", "oops");
        await run.PutAsync("list.json", "[1]");
        await run.PutAsync("large.json", $$"""{"text": "{{new string('x', 262_200)}}"}""");
        await run.PutAsync("quotes.json", $$"""{"text": "{{new string('\\', 200_000)}}"}""");
        var outcome = await run.ExecuteAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Messages, Is.EquivalentTo(new[]
            {
                """{"n": 12345678901234567890, "m": 1.10,"processedBy":"s3-high-throughput"}""",
                """{"processedBy":"s3-high-throughput"}""",
            }), outcome.Cause);
            Assert.That(Count(outcome, "objects"), Is.EqualTo(7));
            Assert.That(Count(outcome, "published"), Is.EqualTo(2));
            Assert.That(Count(outcome, "failed"), Is.Zero);
            Assert.That(Rejected(outcome), Is.EqualTo(new Dictionary<string, string>
            {
                ["empty.json"] = "Empty",
                ["text.json"] = "NotJson",
                ["list.json"] = "NotAnObject",
                ["large.json"] = "TooLarge",
                ["quotes.json"] = "TooLarge",
            }));
            Assert.That(await run.ReportedAsync(), Is.EquivalentTo(Rejected(outcome).Keys));
        }
    }

    [TestCase("/lead/")]
    [TestCase("//x")]
    [TestCase("a%2Bb/")]
    [TestCase("a b+c&d=e/é€/")]
    public async Task Objects_are_found_and_read_by_any_prefix(string prefix)
    {
        await using var run = await WorkflowRun.StartAsync(new JsonObject { ["prefix"] = prefix });
        await run.PutAsync($"{prefix}inside.json", """{"is": "inside"}""");
        await run.PutAsync("lead/beside.json", """{"is": "beside"}""");
        await run.PutAsync("x/beside.json", """{"is": "beside"}""");
        var outcome = await run.ExecuteAsync();

        Assert.That(run.Messages, Is.EqualTo(new[] { """{"is": "inside","processedBy":"s3-high-throughput"}""" }), outcome.Cause);
    }

    [Test]
    public async Task An_empty_bucket_ends_well_and_says_0()
    {
        await using var run = await WorkflowRun.StartAsync();
        var outcome = await run.ExecuteAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(Count(outcome, "objects"), Is.Zero);
            Assert.That(Count(outcome, "published"), Is.Zero);
            Assert.That(run.Messages, Is.Empty);
        }
    }

    [Test]
    public async Task An_object_that_is_deleted_between_listing_and_reading_is_reported()
    {
        await using var run = await WorkflowRun.StartAsync();
        await run.PutAsync("stays.json", "{}");
        await run.PutAsync("goes.json", "{}");
        var deleted = new Lazy<Task>(() => run.DeleteAsync("goes.json"));
        using var fault = run.Intercept("GetObject", request =>
        {
            if (!request.Path.Contains("manifest", StringComparison.Ordinal))
            {
                deleted.Value.Wait();
            }

            return null;
        });
        var outcome = await run.ExecuteAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Messages, Has.Count.EqualTo(1), outcome.Cause);
            Assert.That(Rejected(outcome), Is.EqualTo(new Dictionary<string, string> { ["goes.json"] = "Deleted" }));
            Assert.That(await run.ReportedAsync(), Is.EqualTo(new[] { "goes.json" }));
        }
    }

    [Test]
    public async Task Every_tenth_call_of_S3_answered_by_503_is_absorbed()
    {
        await using var run = await WorkflowRun.StartAsync();
        for (var number = 0; number < 60; number++)
        {
            await run.PutAsync($"{number}.json", $$"""{"number":{{number}}}""");
        }

        var calls = 0;
        using var fault = run.Intercept("GetObject", _ => Interlocked.Increment(ref calls) % 10 == 0 ? SlowDown : null);
        var outcome = await run.ExecuteAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Count(outcome, "published"), Is.EqualTo(60));
            Assert.That(run.Messages.Distinct().Count(), Is.EqualTo(60));
            Assert.That(run.Messages, Has.Count.EqualTo(60));
            Assert.That(outcome.Counts.Retries, Is.GreaterThanOrEqualTo(6));
        }
    }

    [Test]
    public async Task An_entry_that_the_topic_refuses_is_reported_and_the_others_are_published()
    {
        await using var run = await WorkflowRun.StartAsync();
        await run.PutAsync("bad.json", """{"refuse":true}""");
        await run.PutAsync("good.json", "{}");
        using var fault = run.Intercept("PublishBatch", request => Refusing(request, "InvalidParameter", senderFault: true));
        var outcome = await run.ExecuteAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Messages, Is.EqualTo(new[] { """{"processedBy":"s3-high-throughput"}""" }), outcome.Cause);
            Assert.That(Rejected(outcome), Is.EqualTo(new Dictionary<string, string> { ["bad.json"] = "RefusedByTopic" }));
            Assert.That(await run.ReportedAsync(), Is.EqualTo(new[] { "bad.json" }));
        }
    }

    [Test]
    public async Task An_entry_that_the_topic_could_not_take_is_published_again_alone()
    {
        await using var run = await WorkflowRun.StartAsync();
        await run.PutAsync("bad.json", """{"refuse":true}""");
        await run.PutAsync("good.json", "{}");
        var calls = 0;
        using var fault = run.Intercept(
            "PublishBatch", request => calls++ == 0 ? Refusing(request, "InternalError", senderFault: false) : null);
        var outcome = await run.ExecuteAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Count(outcome, "published"), Is.EqualTo(2));
            Assert.That(run.Messages, Has.Count.EqualTo(2));
            Assert.That(run.Messages.Distinct().Count(), Is.EqualTo(2));
            Assert.That(calls, Is.EqualTo(2));
        }
    }

    [Test]
    public async Task More_failures_than_are_tolerated_fail_the_execution_and_are_written()
    {
        await using var run = await WorkflowRun.StartAsync();
        await run.PutAsync("broken.json", "{}");
        await run.PutAsync("good.json", "{}");
        using var fault = run.Intercept(
            "GetObject", request => request.Path.EndsWith("/broken.json", StringComparison.Ordinal) ? SlowDown : null);
        var outcome = await run.ExecuteAsync();
        var failures = await run.ResultsAsync("/FAILED_0.json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Failed));
            Assert.That(outcome.Error, Is.EqualTo("States.ExceedToleratedFailureThreshold"));
            Assert.That(run.Messages, Has.Count.EqualTo(1));
            Assert.That(failures, Has.Some.Contains("broken.json: S3.S3Exception").Or.Some.Contains("S3.S3Exception: Please reduce your request rate."));
            Assert.That(failures, Has.Exactly(2).Items);
        }
    }

    [Test]
    public async Task A_tolerated_failure_is_counted()
    {
        await using var run = await WorkflowRun.StartAsync(new JsonObject
        {
            ["toleratedFailurePercentage"] = 50,
            ["objectsPerLeaf"] = 10,
        });
        for (var number = 0; number < 20; number++)
        {
            await run.PutAsync($"{number:D2}.json", "{}");
        }

        using var fault = run.Intercept(
            "GetObject", request => request.Path.EndsWith("/00.json", StringComparison.Ordinal) ? SlowDown : null);
        var outcome = await run.ExecuteAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(Count(outcome, "objects"), Is.EqualTo(20));
            Assert.That(Count(outcome, "failed"), Is.EqualTo(10));
            Assert.That(run.Messages, Has.Count.EqualTo(19));
        }
    }

    private static AwsAnswer Refusing(AwsRequest request, string code, bool senderFault)
    {
        var (taken, refused) = ("", "");
        for (var number = 1; request.Form.TryGetValue($"PublishBatchRequestEntries.member.{number}.Id", out var id); number++)
        {
            if (request.Form[$"PublishBatchRequestEntries.member.{number}.Message"].Contains("refuse", StringComparison.Ordinal))
            {
                refused += $"<member><Id>{id}</Id><Code>{code}</Code><Message>No.</Message><SenderFault>{(senderFault ? "true" : "false")}</SenderFault></member>";
            }
            else
            {
                taken += $"<member><Id>{id}</Id><MessageId>m{id}</MessageId></member>";
            }
        }

        return new AwsAnswer(200, "text/xml", $"""
            <PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>
            <Successful>{taken}</Successful><Failed>{refused}</Failed></PublishBatchResult></PublishBatchResponse>
            """);
    }

    private static int Count(ExecutionOutcome outcome, string name) =>
        (outcome.Output ?? throw new AssertionException($"{outcome.Error}: {outcome.Cause}")).GetProperty(name).GetInt32();

    private static Dictionary<string, string> Rejected(ExecutionOutcome outcome) =>
        (outcome.Output ?? throw new AssertionException($"{outcome.Error}: {outcome.Cause}"))
        .GetProperty("rejected").GetProperty("objects").EnumerateArray().ToDictionary(
            rejected => rejected.GetProperty("Key").GetString()!,
            rejected => rejected.GetProperty("Reason").GetString()!.Split(':')[0]);

    /// <summary>A deployment without sample objects, and what is published to its topic.</summary>
    private sealed class WorkflowRun(LocalDeployment deployment) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> _messages = [];
        private readonly AmazonS3Client _s3 = deployment.Cloud.S3();

        public IReadOnlyCollection<string> Messages => _messages;

        private ImmutableDictionary<string, string> Outputs => deployment.Stack.Workflows["s3-high-throughput"];

        public static async Task<WorkflowRun> StartAsync(JsonObject? settings = null)
        {
            settings ??= [];
            settings["sampleData"] = false;
            return new WorkflowRun(await Deployments.StartAsync(settings, "s3HighThroughput"));
        }

        private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

        // The SDK signs another path than it asks for where a key begins with a slash, which S3 refuses.
        public async Task PutAsync(string key, string text)
        {
            var path = string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
            using var request = new HttpRequestMessage(
                HttpMethod.Put, new Uri($"{deployment.Cloud.Gateway.Endpoint.AbsoluteUri}{Outputs["DataBucket"]}/{path}", AsItIs))
            {
                Content = new StringContent(text),
            };
            using var answer = await deployment.Cloud.Http.SendAsync(request, "s3", deployment.Cloud.Root, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        }

        public async Task DeleteAsync(string key) => await _s3.DeleteObjectAsync(Outputs["DataBucket"], key);

        public IDisposable Intercept(string operation, Func<AwsRequest, AwsAnswer?> answer) =>
            deployment.Cloud.Gateway.Intercept(request => request.Operation == operation ? answer(request) : null);

        public async Task<ExecutionOutcome> ExecuteAsync()
        {
            using var observation = deployment.Cloud.Gateway.ObserveMessages(Outputs["TopicArn"], _messages.Enqueue);
            return await deployment.ExecuteAsync(
                Outputs["StateMachineArn"], JsonElement.Parse("{}"), $"{Guid.NewGuid()}", CancellationToken.None);
        }

        /// <summary>The keys of the objects in the dead-letter queue.</summary>
        public async Task<IEnumerable<string?>> ReportedAsync() =>
            (await deployment.Cloud.DrainQueueAsync(Outputs["DeadLetterQueueUrl"]))
            .Select(message => JsonElement.Parse(message).GetProperty("key").GetString());

        /// <summary>The texts of the result files whose keys end so.</summary>
        public async Task<List<string>> ResultsAsync(string end)
        {
            var texts = new List<string>();
            var listed = await _s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Outputs["ResultsBucket"] });
            foreach (var file in listed.S3Objects.Where(file => file.Key.EndsWith(end, StringComparison.Ordinal)))
            {
                using var found = await _s3.GetObjectAsync(Outputs["ResultsBucket"], file.Key);
                using var reader = new StreamReader(found.ResponseStream);
                texts.Add(await reader.ReadToEndAsync());
            }

            return texts;
        }

        public async ValueTask DisposeAsync()
        {
            _s3.Dispose();
            await deployment.DisposeAsync();
        }
    }
}
