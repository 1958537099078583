using System.Net;
using Fanout.Functions.Common.DynamoDb;
using Fanout.Tests.Functions.Common;
using static Fanout.Tests.Functions.SensorAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.SensorAnalytics;

public class BatchWriterTests
{
    private FunctionUnderTest _function = new();

    [SetUp]
    public void Create() => _function = new FunctionUnderTest();

    [TearDown]
    public void Dispose() => _function.Dispose();

    [TestCase(25, new[] { 25 })]
    [TestCase(26, new[] { 1, 25 })]
    [TestCase(260, new[] { 10, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25 })]
    public async Task Items_are_written_in_requests_of_25(int readings, int[] calls)
    {
        var result = await _function.HandleAsync(Many(readings));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.DynamoDb.Calls.Order(), Is.EqualTo(calls));
            Assert.That(_function.DynamoDb.Items, Has.Count.EqualTo(readings));
            Assert.That(result.GetProperty("healthy").GetInt32(), Is.EqualTo(readings));
        }
    }

    [Test]
    public async Task A_request_is_a_signed_batch_write()
    {
        await _function.HandleAsync(Many(1));

        var headers = _function.DynamoDb.Headers;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(headers["x-amz-target"], Is.EqualTo("DynamoDB_20120810.BatchWriteItem"));
            Assert.That(headers["content-type"], Is.EqualTo("application/x-amz-json-1.0"));
            Assert.That(headers["x-amz-security-token"], Is.EqualTo("token"));
            Assert.That(headers["authorization"], Does.Match(
                "^AWS4-HMAC-SHA256 Credential=AKIATEST/[0-9]{8}/eu-west-1/dynamodb/aws4_request, SignedHeaders=.*, Signature=[0-9a-f]{64}$"));
        }
    }

    [Test]
    public async Task Unprocessed_items_are_sent_again_alone_after_a_growing_wait()
    {
        _function.DynamoDb.Answer = (call, requests) =>
        {
            var left = Math.Max(0, 8 - (4 * call));
            _function.DynamoDb.Write(requests.SkipLast(left));
            return _function.DynamoDb.Unprocessed(requests.TakeLast(left));
        };

        var result = await _function.HandleAsync(Many(20));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.DynamoDb.Calls, Is.EqualTo(new[] { 20, 8, 4 }));
            Assert.That(_function.DynamoDb.Items, Has.Count.EqualTo(20));
            Assert.That(result.GetProperty("healthy").GetInt32(), Is.EqualTo(20));
            Assert.That(_function.Time.Waited.Select(wait => wait.TotalMilliseconds), Is.EqualTo(new[] { 25.0, 50.0 }));
        }
    }

    [Test]
    public void Items_that_stay_unprocessed_fail_the_call_after_bounded_attempts()
    {
        _function.DynamoDb.Answer = (_, requests) => _function.DynamoDb.Unprocessed(requests.Take(3));

        Assert.That(
            () => _function.HandleAsync(Many(20)),
            Throws.TypeOf<ItemsNotWrittenException>().With.Message.EqualTo(
                "3 of 20 items were not written to the table readings in 8 attempts: "
                    + "DynamoDB returned them as unprocessed, which it does where it is throttled."));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.DynamoDb.Calls, Is.EqualTo(new[] { 20, 3, 3, 3, 3, 3, 3, 3 }));
            Assert.That(
                _function.Time.Waited.Select(wait => wait.TotalMilliseconds),
                Is.EqualTo(new[] { 25.0, 50, 100, 200, 400, 800, 1_000 }));
        }
    }

    [TestCase(HttpStatusCode.BadRequest, "ProvisionedThroughputExceededException")]
    [TestCase(HttpStatusCode.BadRequest, "ThrottlingException")]
    [TestCase(HttpStatusCode.BadRequest, "RequestLimitExceeded")]
    [TestCase(HttpStatusCode.InternalServerError, "InternalServerError")]
    [TestCase(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable")]
    public async Task A_passing_error_is_tried_again(HttpStatusCode status, string code)
    {
        _function.DynamoDb.Answer = (call, _) => call < 2 ? FakeDynamoDb.Error(status, code) : null;

        await _function.HandleAsync(Many(5));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.DynamoDb.Calls, Is.EqualTo(new[] { 5, 5, 5 }));
            Assert.That(_function.DynamoDb.Items, Has.Count.EqualTo(5));
        }
    }

    [Test]
    public async Task A_lost_connection_a_time_out_and_a_broken_answer_are_tried_again()
    {
        _function.DynamoDb.Answer = (call, _) => call switch
        {
            0 => throw new HttpRequestException("Connection reset"),
            1 => throw new TaskCanceledException("Timed out", new TimeoutException()),
            2 => FakeDynamoDb.Respond(HttpStatusCode.OK, "<html>"),
            3 => FakeDynamoDb.Respond(HttpStatusCode.BadGateway, "<html>"),
            _ => null,
        };

        await _function.HandleAsync(Many(5));

        Assert.That(_function.DynamoDb.Calls, Has.Count.EqualTo(5));
    }

    [Test]
    public void An_error_that_will_not_pass_fails_at_once_with_what_dynamodb_said()
    {
        _function.DynamoDb.Answer = (_, _) => FakeDynamoDb.Error(HttpStatusCode.BadRequest, "AccessDeniedException");

        Assert.That(
            () => _function.HandleAsync(Many(5)),
            Throws.TypeOf<ItemsNotWrittenException>().With.Message.EqualTo(
                "5 of 5 items were not written to the table readings: AccessDeniedException: The message."));
        Assert.That(_function.DynamoDb.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_throttled_table_fails_the_call_with_what_dynamodb_said_last()
    {
        _function.DynamoDb.Answer = (_, _) => FakeDynamoDb.Error(HttpStatusCode.BadRequest, "ThrottlingException");

        Assert.That(
            () => _function.HandleAsync(Many(5)),
            Throws.TypeOf<ItemsNotWrittenException>().With.Message.EqualTo(
                "5 of 5 items were not written to the table readings: ThrottlingException: The message."));
        Assert.That(_function.DynamoDb.Calls, Has.Count.EqualTo(8));
    }

    [Test]
    public void A_table_that_never_answers_in_time_fails_the_call()
    {
        _function.DynamoDb.Answer = (_, _) => throw new TaskCanceledException("Timed out", new TimeoutException());

        Assert.That(
            () => _function.HandleAsync(Many(5)),
            Throws.TypeOf<ItemsNotWrittenException>().With.Message.EqualTo(
                "5 of 5 items were not written to the table readings: there was no answer within 5 seconds").And.InnerException.InstanceOf<TimeoutException>());
        Assert.That(_function.DynamoDb.Calls, Has.Count.AtLeast(8));
    }

    [Test]
    public void A_table_that_cannot_be_reached_fails_the_call()
    {
        _function.DynamoDb.Answer = (_, _) => throw new HttpRequestException("Connection refused");

        Assert.That(
            () => _function.HandleAsync(Many(5)),
            Throws.TypeOf<ItemsNotWrittenException>().With.Message.StartsWith("5 of 5 items were not written to the table readings: "));
        Assert.That(_function.DynamoDb.Calls, Has.Count.AtLeast(8));
    }

    private static string Many(int count) =>
        Batch(Enumerable.Range(0, count).Select(number => Reading($"\"deviceid\":\"sensor-{number:D4}\"")));
}
