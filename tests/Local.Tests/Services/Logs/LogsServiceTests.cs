using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Iam;
using Fanout.Local.Services.Logs;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services.Logs;

public class LogsServiceTests
{
    private const string Group = "/aws/lambda/f";
    private const string Arn = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f";

    private static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private LogGroups _groups = null!;
    private Gateway _gateway = null!;
    private SignedHttp _http = null!;
    private AwsCredentials _root = null!;
    private Authorizer _iam = null!;

    [SetUp]
    public async Task StartAsync()
    {
        var clock = new FixedClock(Now);
        _groups = new LogGroups(clock);
        _iam = new Authorizer();
        _gateway = await Gateway.StartAsync(new Uri("http://127.0.0.1:1"), port: 0, _iam.Requests(), _ => { }, CancellationToken.None);
        _gateway.Add(new LogsService(_groups, new AwsAccount("us-east-1"), clock));
        _http = new SignedHttp(_gateway.Endpoint, "us-east-1");
        _root = _gateway.Register(Caller.Of(AwsAccount.Root));
    }

    [TearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task A_group_is_made_described_changed_and_deleted()
    {
        const string Key = "arn:aws:kms:us-east-1:123456789012:key/1";
        await DoneAsync("CreateLogGroup", new { logGroupName = Group, tags = new { team = "a" } });
        await DoneAsync("PutRetentionPolicy", new { logGroupName = Group, retentionInDays = 14 });
        await DoneAsync("AssociateKmsKey", new { logGroupName = Group, kmsKeyId = Key });
        await DoneAsync("TagResource", new { resourceArn = Arn, tags = new { stage = "dev" } });
        await DoneAsync("UntagResource", new { resourceArn = Arn, tagKeys = new[] { "team" } });

        var group = (await DoneAsync("DescribeLogGroups", new { logGroupNamePrefix = "/aws/lambda/" })).Member("logGroups")[0];
        var tags = await DoneAsync("ListTagsForResource", new { resourceArn = Arn });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(group.GetProperty("logGroupName").GetString(), Is.EqualTo(Group));
            Assert.That(group.GetProperty("arn").GetString(), Is.EqualTo($"{Arn}:*"));
            Assert.That(group.GetProperty("logGroupArn").GetString(), Is.EqualTo(Arn));
            Assert.That(group.GetProperty("retentionInDays").GetInt32(), Is.EqualTo(14));
            Assert.That(group.GetProperty("kmsKeyId").GetString(), Is.EqualTo(Key));
            Assert.That(group.GetProperty("creationTime").GetInt64(), Is.EqualTo(Now.ToUnixTimeMilliseconds()));
            Assert.That(tags.Body, Is.EqualTo("""{"tags":{"stage":"dev"}}"""));
            Assert.That((await DoneAsync("ListTagsLogGroup", new { logGroupName = Group })).Body, Is.EqualTo(tags.Body));
        }

        await DoneAsync("DeleteRetentionPolicy", new { logGroupName = Group });
        await DoneAsync("DisassociateKmsKey", new { logGroupName = Group });
        group = (await DoneAsync("DescribeLogGroups", new { })).Member("logGroups")[0];
        Assert.That(group.TryGetProperty("retentionInDays", out _) || group.TryGetProperty("kmsKeyId", out _), Is.False);

        await DoneAsync("DeleteLogGroup", new { logGroupName = Group });
        Assert.That((await DoneAsync("DescribeLogGroups", new { })).Member("logGroups").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Groups_come_in_pages_in_the_order_of_their_names()
    {
        foreach (var name in new[] { "b", "a", "c" })
        {
            _groups.Create(name);
        }

        var first = await DoneAsync("DescribeLogGroups", new { limit = 2 });
        var second = await DoneAsync("DescribeLogGroups", new { limit = 2, nextToken = first.Member("nextToken").GetString() });

        Assert.That(Names(first).Concat(Names(second)), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(second.Json.TryGetProperty("nextToken", out _), Is.False);

        static IEnumerable<string?> Names(ServiceAnswer page) =>
            page.Member("logGroups").EnumerateArray().Select(group => group.GetProperty("logGroupName").GetString());
    }

    [TestCase("CreateLogGroup", """{"logGroupName": "/aws/lambda/f"}""", "ResourceAlreadyExistsException", "The specified log group already exists")]
    [TestCase("CreateLogGroup", """{"logGroupName": "a b"}""", "InvalidParameterException", @"1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+")]
    [TestCase("CreateLogGroup", "{}", "InvalidParameterException", "1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null")]
    [TestCase("DeleteLogGroup", """{"logGroupName": "other"}""", "ResourceNotFoundException", "The specified log group does not exist.")]
    [TestCase("PutRetentionPolicy", """{"logGroupName": "/aws/lambda/f", "retentionInDays": 2}""", "InvalidParameterException", "1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, ")]
    [TestCase("CreateLogStream", """{"logGroupName": "/aws/lambda/f", "logStreamName": "s"}""", "ResourceAlreadyExistsException", "The specified log stream already exists")]
    [TestCase("GetLogEvents", """{"logGroupName": "/aws/lambda/f", "logStreamName": "other"}""", "ResourceNotFoundException", "The specified log stream does not exist.")]
    [TestCase("GetLogEvents", """{"logGroupName": "/aws/lambda/f", "logStreamName": "s", "nextToken": "f/1"}""", "InvalidParameterException", "The specified nextToken is invalid.")]
    [TestCase("FilterLogEvents", """{"logGroupName": "/aws/lambda/f", "logGroupIdentifier": "/aws/lambda/f"}""", "InvalidParameterException", "Exactly one of logGroupName and logGroupIdentifier must be given.")]
    [TestCase("FilterLogEvents", """{"logGroupName": "/aws/lambda/f", "filterPattern": "{ $.a = 1 }"}""", "InvalidParameterException", "Invalid filter pattern { $.a = 1 }: patterns that begin with {")]
    [TestCase("FilterLogEvents", """{"logGroupName": "/aws/lambda/f", "filterPattern": "a.b"}""", "InvalidParameterException", "Invalid filter pattern a.b: \"a.b\" is no term")]
    [TestCase("FilterLogEvents", """{"logGroupName": "/aws/lambda/f", "limit": 10001}""", "InvalidParameterException", "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000")]
    [TestCase("DescribeLogStreams", """{"logGroupName": "/aws/lambda/f", "orderBy": "LastEventTime", "logStreamNamePrefix": "s"}""", "InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.")]
    [TestCase("StartQuery", "{}", "UnknownOperationException", "The local cloud does not know StartQuery of logs; it knows: AssociateKmsKey, ")]
    [TestCase("CreateLogGroup", "[]", "SerializationException", "The request's body is no JSON object.")]
    public async Task What_is_wrong_is_refused(string operation, string body, string code, string message)
    {
        _groups.Write(Group, "s", "line");

        var answer = await AskAsync(operation, body);

        Assert.That((answer.Status, answer.Error.Code), Is.EqualTo((400, code)));
        Assert.That(answer.Error.Message, Does.StartWith(message));
    }

    [Test]
    public async Task Events_that_are_put_are_read_by_their_stream_in_pages_to_the_same_token()
    {
        _groups.Create(Group);
        await DoneAsync("CreateLogStream", new { logGroupName = Group, logStreamName = "s" });
        await PutAsync((-2000, "one"), (-1000, "two"), (0, "three"));

        var first = await DoneAsync("GetLogEvents", new { logGroupName = Group, logStreamName = "s", startFromHead = true, limit = 2 });
        var second = await DoneAsync("GetLogEvents", new { logGroupIdentifier = Arn, logStreamName = "s", startFromHead = true, nextToken = Forward(first) });
        var third = await DoneAsync("GetLogEvents", new { logGroupName = Group, logStreamName = "s", startFromHead = true, nextToken = Forward(second) });
        var last = await DoneAsync("GetLogEvents", new { logGroupName = Group, logStreamName = "s", limit = 1 });
        var before = await DoneAsync(
            "GetLogEvents", new { logGroupName = Group, logStreamName = "s", limit = 1, nextToken = last.Member("nextBackwardToken").GetString() });
        var within = await DoneAsync(
            "GetLogEvents", new { logGroupName = Group, logStreamName = "s", startTime = Milliseconds(-2000), endTime = Milliseconds(-1000) });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Messages(first), Is.EqualTo(new[] { "one", "two" }));
            Assert.That(Messages(second), Is.EqualTo(new[] { "three" }));
            Assert.That(Messages(third), Is.Empty);
            Assert.That(Forward(third), Is.EqualTo(Forward(second)));
            Assert.That(Messages(last), Is.EqualTo(new[] { "three" }));
            Assert.That(Messages(before), Is.EqualTo(new[] { "two" }));
            Assert.That(Messages(within), Is.EqualTo(new[] { "one" }), "the end is no part of the range");
            Assert.That(first.Member("events")[0].GetProperty("timestamp").GetInt64(), Is.EqualTo(Milliseconds(-2000)));
            Assert.That(first.Member("events")[0].GetProperty("ingestionTime").GetInt64(), Is.EqualTo(Milliseconds(0)));
        }

        static string? Forward(ServiceAnswer page) => page.Member("nextForwardToken").GetString();
    }

    [Test]
    public async Task Events_that_are_too_old_or_too_new_are_not_taken()
    {
        _groups.Create(Group).AddStream("s", Now);
        const int Day = 86_400_000;

        var old = await PutAsync((-15 * Day, "old"), (-14 * Day, "kept"));
        var late = await PutAsync((0, "now"), (7_200_001, "later"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(old.Member("rejectedLogEventsInfo").GetRawText(), Is.EqualTo("""{"tooOldLogEventEndIndex":0}"""));
            Assert.That(late.Member("rejectedLogEventsInfo").GetRawText(), Is.EqualTo("""{"tooNewLogEventStartIndex":1}"""));
            Assert.That(_groups.Lines(Group), Is.EqualTo(new[] { "kept", "now" }));
        }
    }

    [Test]
    public async Task Events_out_of_order_are_refused()
    {
        _groups.Create(Group).AddStream("s", Now);

        var answer = await AskAsync("PutLogEvents", Events((0, "one"), (-1, "two")));

        Assert.That(answer.Error, Is.EqualTo((
            "InvalidParameterException", "Log events in a single PutLogEvents request must be in chronological order.")));
        Assert.That(_groups.Lines(Group), Is.Empty);
    }

    [Test]
    public async Task Events_of_all_streams_are_filtered_in_the_order_of_their_times()
    {
        _groups.Write(Group, "b", "third ERROR", Now);
        _groups.Write(Group, "a", "first ERROR", Now.AddSeconds(-2));
        _groups.Write(Group, "b", "second", Now.AddSeconds(-1));

        var all = await FilterAsync(new { logGroupName = Group });
        var page = await FilterAsync(new { logGroupName = Group, limit = 2 });
        var rest = await FilterAsync(new { logGroupName = Group, nextToken = page.Member("nextToken").GetString() });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Messages(all), Is.EqualTo(new[] { "first ERROR", "second", "third ERROR" }));
            Assert.That(all.Json.TryGetProperty("nextToken", out _), Is.False);
            Assert.That(all.Member("events").EnumerateArray().Select(logged => logged.GetProperty("logStreamName").GetString()), Is.EqualTo(new[] { "a", "b", "b" }));
            Assert.That(all.Member("events").EnumerateArray().Select(logged => logged.GetProperty("eventId").GetString()), Is.Unique);
            Assert.That(Messages(page).Concat(Messages(rest)), Is.EqualTo(Messages(all)));
            Assert.That(Messages(await FilterAsync(new { logGroupIdentifier = Arn, logStreamNames = new[] { "b" } })), Is.EqualTo(new[] { "second", "third ERROR" }));
            Assert.That(Messages(await FilterAsync(new { logGroupName = Group, logStreamNamePrefix = "a" })), Is.EqualTo(new[] { "first ERROR" }));
            Assert.That(Messages(await FilterAsync(new { logGroupName = Group, startTime = Milliseconds(-1000), endTime = Milliseconds(0) })), Is.EqualTo(new[] { "second", "third ERROR" }));
        }
    }

    [TestCase("", "[ERROR 400] bad|[WARN] \"x.y\" timed out|fine")]
    [TestCase("ERROR", "[ERROR 400] bad")]
    [TestCase("error", "")]
    [TestCase("ERROR bad", "[ERROR 400] bad")]
    [TestCase("ERROR fine", "")]
    [TestCase("?ERROR ?WARN", "[ERROR 400] bad|[WARN] \"x.y\" timed out")]
    [TestCase("-ERROR", "[WARN] \"x.y\" timed out|fine")]
    [TestCase("\"timed out\"", "[WARN] \"x.y\" timed out")]
    [TestCase("\"\\\"x.y\\\"\" WARN", "[WARN] \"x.y\" timed out")]
    [TestCase("-\"timed out\" -fine", "[ERROR 400] bad")]
    public async Task A_pattern_says_which_terms_an_event_has(string pattern, string found)
    {
        foreach (var line in new[] { "[ERROR 400] bad", "[WARN] \"x.y\" timed out", "fine" })
        {
            _groups.Write(Group, "s", line);
        }

        Assert.That(string.Join('|', Messages(await FilterAsync(new { logGroupName = Group, filterPattern = pattern }))), Is.EqualTo(found));
    }

    [Test]
    public async Task Streams_are_described_with_their_times_and_deleted_with_their_events()
    {
        _groups.Write(Group, "a", "late", Now.AddSeconds(-1));
        _groups.Write(Group, "b", "early", Now.AddSeconds(-3));
        _groups.Write(Group, "b", "between", Now.AddSeconds(-2));

        var streams = (await DoneAsync("DescribeLogStreams", new { logGroupName = Group, orderBy = "LastEventTime", descending = true })).Member("logStreams");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(streams.EnumerateArray().Select(stream => stream.GetProperty("logStreamName").GetString()), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(streams[1].GetProperty("firstEventTimestamp").GetInt64(), Is.EqualTo(Milliseconds(-3000)));
            Assert.That(streams[1].GetProperty("lastEventTimestamp").GetInt64(), Is.EqualTo(Milliseconds(-2000)));
            Assert.That(streams[1].GetProperty("arn").GetString(), Is.EqualTo($"{Arn}:log-stream:b"));
        }

        await DoneAsync("DeleteLogStream", new { logGroupName = Group, logStreamName = "b" });
        Assert.That(_groups.Lines(Group), Is.EqualTo(new[] { "late" }));
    }

    [Test]
    public void A_group_keeps_the_last_of_its_events()
    {
        for (var number = 1; number <= LogGroup.MostEvents + 2; number++)
        {
            _groups.Write(Group, "s", $"{number}");
        }

        var lines = _groups.Lines(Group);
        Assert.That((lines.Count, lines[0], lines[^1]), Is.EqualTo((LogGroup.MostEvents, "3", $"{LogGroup.MostEvents + 2}")));

        _groups.Write(Group, "s", new string('x', LogGroup.MostCharacters - 1));
        Assert.That(_groups.Lines(Group), Has.Count.EqualTo(1));
    }

    [Test]
    public void Lines_are_kept_as_they_were_however_many_came_before()
    {
        var million = new string('x', 1_000_000);
        for (var number = 0; number < 100; number++)
        {
            _groups.Write(Group, "s", $"{number} é \u20AC \uD800 \0 {million}");
        }

        var lines = _groups.Lines(Group);
        Assert.That(lines, Is.EqualTo(Enumerable.Range(100 - lines.Count, lines.Count).Select(number => $"{number} é \u20AC \uD800 \0 {million}")));
        Assert.That(lines, Has.Count.EqualTo(16));
    }

    [Test]
    public async Task A_role_reads_what_its_policy_lets_it_read()
    {
        _groups.Write(Group, "s", "line");
        _groups.Create("other");
        _iam.AddIdentityPolicy("reader", "logs", Documents.Policy(Documents.Statement("Allow", new[] { "logs:FilterLogEvents", "logs:GetLogEvents" }, $"{Arn}:*")));
        var role = _gateway.Register(Documents.Reader);

        var own = await _http.JsonAsync("logs", role, "Logs_20140328.FilterLogEvents", new { logGroupIdentifier = Arn });
        var stream = await _http.JsonAsync("logs", role, "Logs_20140328.GetLogEvents", new { logGroupName = Group, logStreamName = "s" });
        var other = await _http.JsonAsync("logs", role, "Logs_20140328.FilterLogEvents", new { logGroupName = "other" });
        var groups = await _http.JsonAsync("logs", role, "Logs_20140328.DescribeLogGroups", new { });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((Messages(own).Single(), Messages(stream).Single()), Is.EqualTo(("line", "line")));
            Assert.That((other.Status, other.Error.Code), Is.EqualTo((400, "AccessDeniedException")));
            Assert.That(groups.Error.Message, Does.Contain("logs:DescribeLogGroups on resource: arn:aws:logs:us-east-1:123456789012:log-group::log-stream:"));
        }
    }

    private static long Milliseconds(int fromNow) => Now.AddMilliseconds(fromNow).ToUnixTimeMilliseconds();

    private static string[] Messages(ServiceAnswer page) =>
        [.. page.Member("events").EnumerateArray().Select(logged => logged.GetProperty("message").GetString()!)];

    private static object Events(params (int FromNow, string Message)[] events) => new
    {
        logGroupName = Group,
        logStreamName = "s",
        logEvents = events.Select(logged => new { timestamp = Milliseconds(logged.FromNow), message = logged.Message }),
    };

    private Task<ServiceAnswer> PutAsync(params (int FromNow, string Message)[] events) => DoneAsync("PutLogEvents", Events(events));

    private Task<ServiceAnswer> FilterAsync(object body) => DoneAsync("FilterLogEvents", body);

    private async Task<ServiceAnswer> DoneAsync(string operation, object body)
    {
        var answer = await AskAsync(operation, body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        return answer;
    }

    private Task<ServiceAnswer> AskAsync(string operation, object body) => _http.JsonAsync("logs", _root, $"Logs_20140328.{operation}", body);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
