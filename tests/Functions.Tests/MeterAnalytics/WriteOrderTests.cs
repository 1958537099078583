using System.Net;
using System.Text.Json;
using Fanout.Functions.Common.DynamoDb;
using Fanout.Functions.MeterAnalytics.Writing;
using Fanout.Tests.Functions.Common;
using static Fanout.Tests.Functions.MeterAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.MeterAnalytics;

public class WriteOrderTests
{
    private FunctionUnderTest _function = new();

    [SetUp]
    public void Create() => _function = new FunctionUnderTest();

    [TearDown]
    public void Dispose() => _function.Dispose();

    [Test]
    public async Task Of_lines_with_one_key_in_a_batch_the_last_is_written()
    {
        var result = await _function.WriteAsync(
            $"{HourHeader}1,5#2022-01-25T00,1\n01,5#2022-01-25T00,2\n1,5#2022-01-25T01,9\n1,5#2022-01-25T00,3.0\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Items, Is.EqualTo(new[] { "1 5#2022-01-25T00 3", "1 5#2022-01-25T01 9" }));
            Assert.That(_function.Aws.DynamoDb.Calls, Is.EqualTo(new[] { 2 }));
            Assert.That(result.GetProperty("written").GetInt32(), Is.EqualTo(2));
            Assert.That(result.GetProperty("duplicates").GetInt32(), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task Unprocessed_items_of_a_batch_are_written_before_a_later_line_with_their_key()
    {
        // The first request leaves customer 0 undone; the second, with a newer amount of it, must wait for that.
        _function.Aws.DynamoDb.Answer = (call, requests) =>
        {
            if (call > 0)
            {
                return null;
            }

            _function.Aws.DynamoDb.Write(requests.Skip(1));
            return _function.Aws.DynamoDb.Unprocessed(requests.Take(1));
        };

        var result = await _function.WriteAsync(
            $"{HourHeader}{string.Concat(Enumerable.Range(0, 25).Select(customer => $"{customer},5#2022-01-25T00,1\n"))}0,5#2022-01-25T00,2\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Aws.DynamoDb.Calls, Is.EqualTo(new[] { 25, 1, 1 }));
            Assert.That(_function.Items.First(), Is.EqualTo("0 5#2022-01-25T00 2"));
            Assert.That(result.GetProperty("written").GetInt32(), Is.EqualTo(26));
        }
    }

    [Test]
    public async Task Batches_are_under_way_together_up_to_a_limit()
    {
        var sending = new List<(int Batch, TaskCompletionSource Done)>();
        await using var inFlight = new InFlight<int>(
            most: 3,
            (batch, _) =>
            {
                sending.Add((batch, new TaskCompletionSource()));
                return sending[^1].Done.Task;
            },
            (before, batch) => before == batch);

        await inFlight.SendAsync(1, CancellationToken.None);
        await inFlight.SendAsync(2, CancellationToken.None);
        var same = inFlight.SendAsync(1, CancellationToken.None);
        Assert.That(same.IsCompleted, Is.False, "the same batch is under way");
        sending[1].Done.SetResult();
        Assert.That(same.IsCompleted, Is.False, "another batch is done, the same is not");
        sending[0].Done.SetResult();
        await same;
        await inFlight.SendAsync(3, CancellationToken.None);
        await inFlight.SendAsync(4, CancellationToken.None);
        var fourth = inFlight.SendAsync(5, CancellationToken.None);
        Assert.That(fourth.IsCompleted, Is.False, "three are under way");
        sending[3].Done.SetResult();
        await fourth;
        var finish = inFlight.FinishAsync(CancellationToken.None);
        Assert.That(finish.IsCompleted, Is.False, "three are under way");
        foreach (var (_, done) in sending)
        {
            done.TrySetResult();
        }

        await finish;
        Assert.That(sending.Select(entry => entry.Batch), Is.EqualTo(new[] { 1, 2, 1, 3, 4, 5 }));
    }

    [Test]
    public async Task A_batch_that_fails_stops_the_others()
    {
        var stopped = false;
        var failing = new TaskCompletionSource();
        await using (var inFlight = new InFlight<int>(
            most: 2,
            (batch, token) =>
            {
                token.Register(() => stopped = true);
                return batch == 1 ? failing.Task : Task.Delay(Timeout.Infinite, token);
            },
            (_, _) => false))
        {
            await inFlight.SendAsync(1, CancellationToken.None);
            await inFlight.SendAsync(2, CancellationToken.None);
            failing.SetException(new InvalidOperationException("The batch failed."));

            Assert.That(
                () => inFlight.SendAsync(3, CancellationToken.None),
                Throws.InvalidOperationException.With.Message.EqualTo("The batch failed."));
            Assert.That(stopped, Is.False);
        }

        Assert.That(stopped, Is.True);
    }

    [Test]
    public void A_table_that_stays_throttled_fails_the_call()
    {
        _function.Aws.DynamoDb.Answer = (_, requests) => _function.Aws.DynamoDb.Unprocessed(requests);

        Assert.That(
            () => _function.WriteAsync($"{HourHeader}1,5#2022-01-25T00,1\n2,5#2022-01-25T00,1\n"),
            Throws.TypeOf<ItemsNotWrittenException>().With.Message.StartsWith(
                "2 of 2 items were not written to the table amounts in 8 attempts: DynamoDB returned them as unprocessed"));
    }

    [Test]
    public void A_table_that_refuses_items_fails_the_call_in_the_middle_of_the_file()
    {
        _function.Aws.DynamoDb.Answer = (_, _) => FakeDynamoDb.Error(HttpStatusCode.BadRequest, "AccessDeniedException");
        var lines = Enumerable.Range(0, 10_000).Select(customer => $"{customer},5#2022-01-25T00,1\n");

        Assert.That(
            () => _function.WriteAsync(HourHeader + string.Concat(lines)),
            Throws.TypeOf<ItemsNotWrittenException>().With.Message.EqualTo(
                "25 of 25 items were not written to the table amounts: AccessDeniedException: The message."));
        Assert.That(_function.Aws.DynamoDb.Calls, Has.Count.InRange(1, BatchWriter.Concurrency));
    }

    // Several keys, again and again, in requests that fail in part: what stays is as if the lines were written in turn.
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task The_last_line_of_each_key_stays_whatever_the_requests_do(int seed)
    {
        var random = new Random(seed);
        _function.Aws.DynamoDb.Answer = (_, requests) =>
        {
            JsonElement[] left = [.. requests.Where(_ => random.Next(4) == 0)];
            _function.Aws.DynamoDb.Write(requests.Except(left));
            return _function.Aws.DynamoDb.Unprocessed(left);
        };
        var lines = Enumerable.Range(0, 5_000).Select(number => (Customer: random.Next(120), Amount: number)).ToArray();

        await _function.WriteAsync(HourHeader + string.Concat(lines.Select(line => $"{line.Customer},5#2022-01-25T00,{line.Amount}\n")));

        var last = lines.GroupBy(line => line.Customer)
            .Select(group => $"{group.Key} 5#2022-01-25T00 {group.Last().Amount}")
            .Order(StringComparer.Ordinal);
        Assert.That(_function.Items.Order(StringComparer.Ordinal), Is.EqualTo(last));
    }
}
