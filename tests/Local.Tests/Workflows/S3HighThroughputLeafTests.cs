using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.S3HighThroughput;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Tests.Local.Workflows;

/// <summary>The leaf of s3-high-throughput, run as an Express machine of its own.</summary>
public sealed class S3HighThroughputLeafTests
{
    private static readonly S3HighThroughputSettings Settings =
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()).S3HighThroughput;

    private FakeServices _services = new();

    [SetUp]
    public void CreateServices() => _services = new FakeServices();

    [TestCase("""{"a":1}""", """{"a":1,"processedBy":"s3-high-throughput"}""")]
    [TestCase("""{"n":12345678901234567890,"m":1.10,"e":1E20}""", """{"n":12345678901234567890,"m":1.10,"e":1E20,"processedBy":"s3-high-throughput"}""")]
    [TestCase("{}", """{"processedBy":"s3-high-throughput"}""")]
    [TestCase("{\n  \"a\": {}\n}\n\n", "{\n  \"a\": {}\n,\"processedBy\":\"s3-high-throughput\"}\n\n")]
    [TestCase("""{"a":"} $1 $& \\ é😀"}""", """{"a":"} $1 $& \\ é😀","processedBy":"s3-high-throughput"}""")]
    [TestCase("""{"constructor":"  x  "} """, """{"constructor":"  x  ","processedBy":"s3-high-throughput"} """)]
    [TestCase(
        """{"a":[1234567890123456,5890840712243077,9007199254740993,1.50,-0,0.30000000000000004,12345678901234567890123456789012345678],"__proto__":{"b":1}}""",
        """{"a":[1234567890123456,5890840712243077,9007199254740993,1.50,-0,0.30000000000000004,12345678901234567890123456789012345678],"__proto__":{"b":1},"processedBy":"s3-high-throughput"}""")]

    [TestCase(
        """{"a":[1e400,-1E+999 ,"1e400,"],"b":1e308}""", """{"a":[1e400,-1E+999 ,"1e400,"],"b":1e308,"processedBy":"s3-high-throughput"}""")]
    [TestCase("""{"a":1e400}""", """{"a":1e400,"processedBy":"s3-high-throughput"}""")]

    // The one exception: an object that has the attribute is written anew (docs/numbers.md).
    [TestCase(
        """{"a":[1234567890123456,5890840712243077,-9007199254740991,0.1,1.50,1e2,-0,1e100,"1e100,"],"processedBy":"x","__proto__":{"b":1}}""",
        """{"a":[1234567890123456,5890840712243077,-9007199254740991,0.1,1.5,100,0,1e+100,"1e100,"],"processedBy":"s3-high-throughput","__proto__":{"b":1}}""")]
    [TestCase(
        """{"processedBy":1,"a":[9007199254740993,9223372036854775808,0.30000000000000004]}""",
        """{"processedBy":"s3-high-throughput","a":[9007199254740992,9223372036854776000,0.3]}""")]
    [TestCase("""{"processedBy":null,"a":[1,2]}""", """{"processedBy":"s3-high-throughput","a":[1,2]}""")]
    public async Task A_message_is_the_objects_own_text_with_the_attribute(string text, string message)
    {
        _services.Buckets.Put("a.json", text);

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_services.Published, Is.EqualTo(new[] { message }));
            Assert.That(outcome.Output!.Value.GetRawText(), Is.EqualTo("""{"published":1,"rejected":{"count":0,"reasons":{},"objects":[]}}"""));
        }
    }

    [Test]
    public async Task Name_and_value_of_the_attribute_may_hold_any_characters()
    {
        _services.Buckets.Put("a.json", "{\"a\":1}");

        await RunAsync(Settings with { AttributeName = "a \"$1\" 'b' \\ %} é", AttributeValue = "{% `x` /* */ $$" });

        var message = JsonElement.Parse(_services.Published.Single());
        Assert.That(message.GetProperty("a \"$1\" 'b' \\ %} é").GetString(), Is.EqualTo("{% `x` /* */ $$"));
    }

    [TestCase("", "Empty: the object has no bytes")]
    [TestCase("[1]", "NotAnObject: the JSON is of type array")]
    [TestCase("null", "NotAnObject: the JSON is of type null")]
    [TestCase("\"text\"", "NotAnObject: the JSON is of type string")]
    [TestCase("{\"a\":\"\uFFFD\"}", "NotUtf8: the object holds bytes that are no UTF-8 text, or the sign for them")]
    [TestCase("{\"a\":", "NotJson: ")]
    [TestCase("{\"a\":[e400]}", "NotJson: ")]
    [TestCase("{\"a\":1e400,\"processedBy\":1}", "NotJson: ")]
    [TestCase("  ", "NotJson: ")]
    public async Task What_is_no_JSON_object_is_reported_and_its_neighbours_are_published(string text, string reason)
    {
        _services.Buckets.Put("bad.json", text);
        _services.Buckets.Put("good.json", "{\"a\":1}");

        var outcome = await RunAsync();

        var rejected = outcome.Output!.Value.GetProperty("rejected");
        var sent = _services.Sent.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_services.Published, Has.Count.EqualTo(1));
            Assert.That(outcome.Output!.Value.GetProperty("published").GetInt32(), Is.EqualTo(1));
            Assert.That(rejected.GetProperty("count").GetInt32(), Is.EqualTo(1));
            Assert.That(rejected.GetProperty("reasons").GetRawText(), Is.EqualTo($$"""{"{{reason.Split(':')[0]}}":1}"""));
            Assert.That(rejected.GetProperty("objects")[0].GetProperty("Key").GetString(), Is.EqualTo("bad.json"));
            Assert.That(rejected.GetProperty("objects")[0].GetProperty("Reason").GetString(), Does.StartWith(reason));
            Assert.That(sent.GetProperty("bucket").GetString(), Is.EqualTo("data"));
            Assert.That(sent.GetProperty("key").GetString(), Is.EqualTo("bad.json"));
            Assert.That(sent.GetProperty("reason").GetString(), Does.StartWith(reason));
            Assert.That(sent.GetProperty("execution").GetString(), Is.EqualTo("arn:execution"));
        }
    }

    [TestCase(256_000, false, true)]
    [TestCase(256_001, false, false)]
    [TestCase(256_000, true, true)]
    [TestCase(256_001, true, false)]
    [TestCase(300_000, false, false)]
    public async Task An_object_goes_into_one_message_or_is_rejected_as_too_large(int jsonBytes, bool isQuotes, bool fits)
    {
        // As a JSON text with its quotes, in which each of the object's own takes two bytes.
        const string empty = """ "{\"a\":\"\",\"processedBy\":\"s3-high-throughput\"}" """;
        var room = jsonBytes - empty.Trim().Length;
        var filled = isQuotes
            ? string.Concat(Enumerable.Repeat("\\\"", room / 4)) + new string('x', room % 4)
            : new string('x', room);
        _services.Buckets.Put("large.json", $"{{\"a\":\"{filled}\"}}");
        _services.Buckets.Put("small.json", "{\"a\":1}");

        await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_services.Published, Has.Count.EqualTo(fits ? 2 : 1));
            Assert.That(_services.Sent.Select(sent => sent.GetProperty("reason").GetString()), fits
                ? Is.Empty
                : Has.One.StartsWith("TooLarge: ").And.One.EndsWith(" bytes and the attribute, as JSON text, are more than a payload takes"));
        }
    }

    [Test]
    public async Task Objects_are_published_by_tens_and_never_more_than_a_payload_holds()
    {
        for (var number = 0; number < 23; number++)
        {
            _services.Buckets.Put($"{number:D2}", $$"""{"n":{{number}}}""");
        }

        for (var number = 0; number < 4; number++)
        {
            _services.Buckets.Put($"medium-{number}", $$"""{"n":"{{number}}{{string.Concat(Enumerable.Repeat("\\\"", 20_000))}}"}""");
            _services.Buckets.Put($"large-{number}", $$"""{"n":"{{number}}{{string.Concat(Enumerable.Repeat("\\\"", 50_000))}}"}""");
        }

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(_services.Batches.Order(), Is.EqualTo(new[] { 1, 1, 1, 1, 1, 3, 3, 10, 10 }));
            Assert.That(_services.Published.Distinct().Count(), Is.EqualTo(31));
        }
    }

    [TestCase(10, 8)]
    [TestCase(20, 13)]
    public async Task An_object_takes_one_state_a_group_five_and_a_leaf_three(int objects, int others)
    {
        for (var number = 0; number < objects; number++)
        {
            _services.Buckets.Put($"{number:D2}", "{}");
        }

        var outcome = await RunAsync();

        Assert.That(outcome.Counts.StateTransitions, Is.EqualTo(objects + others));
    }

    [Test]
    public async Task What_by_its_size_makes_no_message_is_reported_and_not_read()
    {
        for (var number = 0; number < 12; number++)
        {
            _services.Buckets.Put($"large-{number:D2}", $$"""{"a":"{{new string('x', 255_954 + number)}}"}""");
        }

        _services.Buckets.Put("empty", "");
        _services.Buckets.Put("small", "{}");
        var read = new List<string?>();
        _services.Before = (action, arguments) =>
        {
            if (action == "getObject")
            {
                read.Add(arguments.GetProperty("Key").GetString());
            }
        };

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read, Is.EqualTo(new[] { "small" }));
            Assert.That(_services.Published, Has.Count.EqualTo(1));
            Assert.That(outcome.Output!.Value.GetProperty("rejected").GetProperty("reasons").GetRawText(), Is.EqualTo("""{"Empty":1,"TooLarge":12}"""));
            Assert.That(
                _services.Sent.Select(sent => $"{sent.GetProperty("key")}: {sent.GetProperty("reason")}"),
                Is.EquivalentTo(Enumerable.Range(0, 12)
                    .Select(number => $"large-{number:D2}: TooLarge: {255_962 + number} bytes and the attribute, as JSON text, are more than a payload takes")
                    .Append("empty: Empty: the object has no bytes")));
        }
    }

    [Test]
    public async Task An_object_that_grew_after_it_was_listed_does_not_push_out_its_neighbours()
    {
        for (var number = 0; number < 10; number++)
        {
            _services.Buckets.Put($"{number}", "{\"a\":1}");
        }

        var outcome = await RunAsync(changed: () => _services.Buckets.Put("3", $$"""{"a":"{{new string('x', 200_000)}}"}"""));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_services.Published, Has.Count.EqualTo(9));
            Assert.That(outcome.Output!.Value.GetProperty("rejected").GetProperty("reasons").GetRawText(), Is.EqualTo("""{"TooLarge":1}"""));
        }
    }

    [Test]
    public async Task An_object_that_is_gone_is_reported()
    {
        _services.Buckets.Put("a", "{}");
        _services.Buckets.Put("b", "{}");

        var outcome = await RunAsync(changed: () => _services.Buckets.Remove("a"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_services.Published, Has.Count.EqualTo(1));
            Assert.That(outcome.Output!.Value.GetProperty("rejected").GetProperty("reasons").GetRawText(), Is.EqualTo("""{"Deleted":1}"""));
        }
    }

    [Test]
    public async Task A_service_that_is_busy_is_asked_again()
    {
        var calls = 0;
        _services.Buckets.Put("a", "{}");
        _services.Buckets.Put("b", "[]");
        _services.Before = (_, _) =>
        {
            if (++calls % 2 == 1)
            {
                throw new TaskFailedException("S3.S3Exception", "Slow Down (Status Code: 503)");
            }
        };

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(_services.Published, Has.Count.EqualTo(1));
            Assert.That(_services.Sent, Has.Count.EqualTo(1));
        }
    }

    [TestCase("getObject", "a", 1)]
    [TestCase("publishBatch", "", 0)]
    [TestCase("sendMessage", "", 2)]
    public async Task Where_a_service_fails_the_leaf_fails_after_it_has_done_the_rest(string action, string text, int published)
    {
        _services.Buckets.Put("a", "{\"k\":1}");
        _services.Buckets.Put("b", "{\"k\":2}");
        _services.Buckets.Put("c", "[]");
        _services.Before = (called, arguments) =>
        {
            if (called == action && (text == "" || arguments.GetProperty("Key").GetString() == text))
            {
                throw new TaskFailedException("Service.Exception", "Access Denied");
            }
        };

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("ObjectsFailed"));
            Assert.That(outcome.Cause, Does.Contain("\"Error\":\"Service.Exception: Access Denied"));
            Assert.That(outcome.Cause, Does.Contain($"of 3 objects failed ({published} were published, "));
            Assert.That(_services.Published, Has.Count.EqualTo(published));
            Assert.That(_services.Sent, Has.Count.EqualTo(action == "sendMessage" ? 0 : 1));
        }
    }

    [Test]
    public async Task A_message_that_the_topic_refuses_for_good_is_rejected_alone()
    {
        _services.Buckets.Put("a", "{\"k\":1}");
        _services.Buckets.Put("b", "{\"k\":2}");
        _services.Refuse = message => message.Contains(":2", StringComparison.Ordinal) ? ("InvalidParameter", true) : null;

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_services.Batches, Is.EqualTo(new[] { 2 }));
            Assert.That(_services.Published, Has.Count.EqualTo(1));
            Assert.That(outcome.Output!.Value.GetProperty("rejected").GetProperty("objects").GetRawText(), Is.EqualTo(
                """[{"Key":"b","Reason":"RefusedByTopic: InvalidParameter it was refused"}]"""));
        }
    }

    [TestCase(2, 4)]
    [TestCase(100, 3)]
    public async Task A_message_that_the_topic_refuses_for_now_is_published_again_alone(int refusals, int published)
    {
        for (var number = 0; number < 4; number++)
        {
            _services.Buckets.Put($"{number}", $$"""{"n":{{number}}}""");
        }

        _services.Refuse = message => message.Contains(":2", StringComparison.Ordinal) && refusals-- > 0 ? ("InternalError", false) : null;

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_services.Batches, Is.EqualTo(published == 4 ? [4, 1, 1] : new[] { 4, 1, 1, 1, 1 }));
            Assert.That(_services.Published, Is.Unique.And.Count.EqualTo(published));
            Assert.That(outcome.Output!.Value.GetProperty("rejected").GetProperty("count").GetInt32(), Is.EqualTo(4 - published));
        }
    }

    [Test]
    public async Task Where_many_are_rejected_all_are_counted_and_as_many_listed_as_the_reader_can_take()
    {
        for (var number = 0; number < 100; number++)
        {
            _services.Buckets.Put($"{number:D3}-{new string('k', 1_000)}", number % 2 == 0 ? "[]" : "x");
        }

        var outcome = await RunAsync();

        var rejected = outcome.Output!.Value.GetProperty("rejected");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rejected.GetProperty("count").GetInt32(), Is.EqualTo(100));
            Assert.That(rejected.GetProperty("reasons").GetProperty("NotJson").GetInt32(), Is.EqualTo(50));
            Assert.That(rejected.GetProperty("objects").GetArrayLength(), Is.InRange(5, 20));
            Assert.That(Encoding.UTF8.GetByteCount(outcome.Output.Value.GetRawText()), Is.LessThan(12_900));
            Assert.That(_services.Sent, Has.Count.EqualTo(100));
        }
    }

    private async Task<ExecutionOutcome> RunAsync(S3HighThroughputSettings? settings = null, Action? changed = null)
    {
        var items = new JsonArray([.. _services.Buckets.Keys.Select(key => new JsonObject
        {
            ["Key"] = key, ["Size"] = _services.Buckets[key].Length,
        })]);
        changed?.Invoke();
        var input = new JsonObject { ["BatchInput"] = new JsonObject { ["execution"] = "arn:execution" }, ["Items"] = items };
        var engine = await SharedEngine.GetAsync();
        using var loop = new EventLoop(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var machine = new StateMachine(
            await Definition.LoadAsync(Leaf(settings ?? Settings), _services, engine),
            "leaf", "arn:aws:states:us-east-1:123456789012:stateMachine:leaf", "arn:aws:iam::123456789012:role/role", StateMachineType.Express);
        return await new Interpreter(engine, loop, () => 0.5).RunAsync(
            machine, JsonSerializer.SerializeToElement(input), "run", CancellationToken.None, HistoryMode.Counts);
    }

    private static string Leaf(S3HighThroughputSettings settings)
    {
        var definition = JsonNode.Parse(S3HighThroughputDefinition.Create(
            settings, new S3HighThroughputResources("data", "results", "arn:topic", "https://queue")).ToJson())!;
        var leaf = definition["States"]!["For each batch"]!["ItemProcessor"]!["States"]!["For each small batch"]!["ItemProcessor"]!.AsObject();
        leaf.Remove("ProcessorConfig");
        leaf["QueryLanguage"] = "JSONata";
        return leaf.ToJsonString();
    }
}
