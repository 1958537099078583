using System.Net;
using System.Text;
using Fanout.Functions.MeterAnalytics.Rejections;
using Fanout.Tests.Functions.Common;
using static Fanout.Tests.Functions.MeterAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.MeterAnalytics;

public class RejectionQueueTests
{
    private FunctionUnderTest _function = new();

    [SetUp]
    public void Create() => _function = new FunctionUnderTest();

    [TearDown]
    public void Dispose() => _function.Dispose();

    [TestCase(10, new[] { 10 })]
    [TestCase(11, new[] { 1, 10 })]
    [TestCase(65, new[] { 5, 10, 10, 10, 10, 10, 10 })]
    public async Task Lines_are_sent_in_requests_of_ten(int lines, int[] calls)
    {
        var result = await _function.WriteAsync(HourHeader + Bad(lines));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Aws.QueueCalls.Order(), Is.EqualTo(calls));
            Assert.That(_function.Rejections.Select(line => line.Line).Order(), Is.EqualTo(Enumerable.Range(2, lines)));
            Assert.That(
                _function.Aws.QueueRequests.Select(request => request.GetProperty("QueueUrl").GetString()).Distinct(),
                Is.EqualTo(new[] { Variables["REJECTED_LINES_QUEUE_URL"] }));
            Assert.That(result.GetProperty("rejected").GetInt32(), Is.EqualTo(lines));
        }
    }

    [Test]
    public async Task Messages_that_were_not_taken_are_sent_again_alone()
    {
        _function.Aws.FailedMessages = call => call switch { 0 => [1, 4, 7], 1 => [2], _ => [] };

        await _function.WriteAsync(HourHeader + Bad(10));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Aws.QueueCalls, Is.EqualTo(new[] { 10, 3, 1 }));
            Assert.That(_function.Rejections.Select(line => line.Line), Is.EquivalentTo(Enumerable.Range(2, 10)));
            Assert.That(_function.Rejections.Last().Line, Is.EqualTo(2 + 7));
        }
    }

    [Test]
    public void Messages_that_are_never_taken_fail_the_call_after_bounded_attempts()
    {
        _function.Aws.FailedMessages = call => call == 0 ? [0, 1] : [0];

        Assert.That(
            () => _function.WriteAsync(HourHeader + Bad(3)),
            Throws.TypeOf<LinesNotReportedException>().With.Message.EqualTo(
                $"1 of 3 rejected lines were not sent to {Variables["REJECTED_LINES_QUEUE_URL"]} in 8 attempts: InternalError: Try later."));
        Assert.That(_function.Aws.QueueCalls, Is.EqualTo(new[] { 3, 2, 1, 1, 1, 1, 1, 1 }));
    }

    [Test]
    public async Task A_throttled_queue_is_tried_again()
    {
        _function.Aws.QueueAnswer = call => call < 2
            ? FakeDynamoDb.Respond(HttpStatusCode.BadRequest, """{"__type":"com.amazonaws.sqs#RequestThrottled","message":"Slower."}""")
            : null;

        await _function.WriteAsync(HourHeader + Bad(3));

        Assert.That(_function.Aws.QueueCalls, Is.EqualTo(new[] { 3, 3, 3 }));
    }

    [Test]
    public void A_queue_that_does_not_exist_fails_the_call_at_once()
    {
        _function.Aws.QueueAnswer = _ => FakeDynamoDb.Respond(
            HttpStatusCode.BadRequest, """{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The queue does not exist."}""");

        Assert.That(
            () => _function.WriteAsync(HourHeader + Bad(3)),
            Throws.TypeOf<LinesNotReportedException>().With.Message.EqualTo(
                $"3 of 3 rejected lines were not sent to {Variables["REJECTED_LINES_QUEUE_URL"]}: QueueDoesNotExist: The queue does not exist."));
        Assert.That(_function.Aws.QueueCalls, Has.Count.EqualTo(1));
    }

    [TestCase("é")]
    [TestCase("😀")]
    [TestCase("\u0001")]
    public async Task Ten_long_lines_fit_into_one_request(string character)
    {
        var line = string.Concat(Enumerable.Repeat(character, 5_000));
        await _function.WriteAsync(HourHeader + string.Concat(Enumerable.Repeat($"x{line}\n", 10)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Aws.QueueCalls, Is.EqualTo(new[] { 10 }));
            Assert.That(_function.Aws.Messages.Sum(message => Encoding.UTF8.GetByteCount(message)), Is.LessThan(200_000));
            Assert.That(_function.Aws.Messages, Has.All.Matches<string>(message => Ascii.IsValid(message)));
            Assert.That(_function.Aws.Messages, Has.None.Contains("\\uFFFD"));
            Assert.That(_function.Rejections.First().Text, Does.EndWith($"{character}… ({1 + line.Length} characters)"));
        }
    }

    private static string Bad(int lines) => string.Concat(Enumerable.Repeat("x\n", lines));
}
