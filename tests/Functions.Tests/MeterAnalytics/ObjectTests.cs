using System.Net;
using System.Text;
using Amazon.S3;
using Fanout.Functions.Common;
using Fanout.Functions.MeterAnalytics.Objects;
using Fanout.Tests.Functions.Common;
using static Fanout.Tests.Functions.MeterAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.MeterAnalytics;

public class ObjectTests
{
    private const string Prefix = "electricity_by_period/";

    private FunctionUnderTest _function = new();

    [SetUp]
    public void Create() => _function = new FunctionUnderTest();

    [TearDown]
    public void Dispose() => _function.Dispose();

    [TestCase("a b.csv", "a%20b.csv")]
    [TestCase("a+b.csv", "a%2Bb.csv")]
    [TestCase("100%.csv", "100%25.csv")]
    [TestCase("%41.csv", "%2541.csv")]
    [TestCase("é€😀.csv", "%C3%A9%E2%82%AC%F0%9F%98%80.csv")]
    [TestCase("a=b&c?d#e.csv", "a%3Db%26c%3Fd%23e.csv")]
    [TestCase("year=2022/x~y_z-.csv", "year%3D2022/x~y_z-.csv")]
    [TestCase("../a//./b.csv", "../a//./b.csv")]
    public async Task A_key_is_encoded_once_and_sent_as_it_is_signed(string name, string encoded)
    {
        _function.Put(Prefix + name, $"{HourHeader}1,5#2022-01-25T00,1\n");

        await _function.HandleAsync(Event(Prefix + name));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                _function.Aws.ObjectRequests.Single().RequestUri!.AbsoluteUri,
                Is.EqualTo($"https://s3.eu-west-1.amazonaws.com/results/{Prefix}{encoded}"));
            Assert.That(_function.Items.Count(), Is.EqualTo(1));
        }
    }

    [TestCase("/a.csv", "/a.csv")]
    [TestCase("//a.csv", "//a.csv")]
    public async Task A_slash_that_a_key_begins_with_is_part_of_it(string key, string path)
    {
        var objects = new ObjectClient(new AmazonS3Client(
            new AwsClients(new FakeHttp(_function.Aws)).Configure(new AmazonS3Config { ForcePathStyle = true })));

        await objects.OpenAsync(new ObjectPath("results", key), CancellationToken.None);

        Assert.That(
            _function.Aws.ObjectRequests.Single().RequestUri!.AbsoluteUri,
            Is.EqualTo($"https://s3.eu-west-1.amazonaws.com/results/{path}"));
    }

    [Test]
    public async Task An_object_that_is_gone_is_reported_and_not_tried_again()
    {
        var result = await _function.HandleAsync(Event(Key));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetRawText(), Is.EqualTo(
                """{"files":1,"rejectedFiles":1,"lines":0,"written":0,"duplicates":0,"rejected":0}"""));
            Assert.That(_function.Rejections, Is.EqualTo(new[] { (0L, "", "the object does not exist") }));
            Assert.That(_function.LogLines.Single().GetProperty("reason").GetString(), Is.EqualTo("the object does not exist"));
            Assert.That(_function.Aws.ObjectRequests, Has.Count.EqualTo(1));
        }
    }

    [TestCase(HttpStatusCode.Forbidden, "AccessDenied", "AccessDenied: The message.")]
    [TestCase(HttpStatusCode.NotFound, "NoSuchBucket", "NoSuchBucket: The message.")]
    public void An_object_that_is_refused_fails_the_call_with_its_name_and_the_action(
        HttpStatusCode status, string code, string reason)
    {
        _function.Aws.ObjectAnswer = _ => FakeAws.ObjectError(status, code);

        Assert.That(
            () => _function.HandleAsync(Event(Key)),
            Throws.TypeOf<ObjectNotReadException>().With.Message.EqualTo(
                $"The object s3://results/{Key} could not be read with s3:GetObject: {reason}"));
        Assert.That(_function.Aws.ObjectRequests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_passing_error_is_tried_again()
    {
        _function.Put(Key, $"{HourHeader}1,5#2022-01-25T00,1\n");
        _function.Aws.ObjectAnswer = call => call switch
        {
            0 => FakeAws.ObjectError(HttpStatusCode.ServiceUnavailable, "SlowDown"),
            1 => new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("no XML") },
            2 => throw new HttpRequestException("Connection reset"),
            3 => throw new TaskCanceledException("Timed out", new TimeoutException()),
            _ => null,
        };

        await _function.HandleAsync(Event(Key));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Aws.ObjectRequests, Has.Count.EqualTo(5));
            Assert.That(_function.Items.Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public void An_error_that_does_not_pass_fails_the_call_after_bounded_attempts()
    {
        _function.Aws.ObjectAnswer = _ => FakeAws.ObjectError(HttpStatusCode.ServiceUnavailable, "SlowDown");

        Assert.That(
            () => _function.HandleAsync(Event(Key)),
            Throws.TypeOf<ObjectNotReadException>().With.Message.EqualTo(
                $"The object s3://results/{Key} could not be read with s3:GetObject: SlowDown: The message."));
        Assert.That(_function.Aws.ObjectRequests, Has.Count.EqualTo(8));
    }

    [Test]
    public void A_file_that_breaks_off_fails_the_call()
    {
        _function.Put(Key, () => new Broken(Encoding.UTF8.GetBytes($"{HourHeader}1,5#2022-01-25T00,1\n1,5#2022-01-25T01,")));

        Assert.That(
            () => _function.HandleAsync(Event(Key)),
            Throws.TypeOf<ObjectNotReadException>().With.Message.EqualTo(
                $"The object s3://results/{Key} broke off while it was read: The connection was lost."));
        Assert.That(_function.Aws.Messages, Is.Empty);
    }

    [Test]
    public void A_file_that_is_not_what_was_stored_fails_the_call()
    {
        _function.Aws.ObjectAnswer = _ =>
        {
            var answer = new HttpResponseMessage { Content = new StringContent($"{HourHeader}1,5#2022-01-25T00,1\n") };
            answer.Headers.Add("x-amz-checksum-crc32", "AAAAAA==");
            return answer;
        };

        Assert.That(
            () => _function.HandleAsync(Event(Key)),
            Throws.TypeOf<ObjectNotReadException>().With.Message.StartsWith(
                $"The object s3://results/{Key} broke off while it was read: Expected hash not equal to calculated hash"));
    }

    private sealed class Broken(byte[] content) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var count
                ? count
                : throw new IOException("The connection was lost.");
    }
}
