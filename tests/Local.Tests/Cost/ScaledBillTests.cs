using Fanout.Local.Cost;

namespace Fanout.Tests.Local.Cost;

public class ScaledBillTests
{
    [Test]
    public void Each_part_is_a_straight_line_through_both_sizes()
    {
        var scaled = ScaledBill.Of(
            (Bill.Of([(Prices.StandardTransition, 13), (Prices.S3Read, 258), (Prices.SqsRequest, 1)]), 250),
            (Bill.Of([(Prices.StandardTransition, 13), (Prices.S3Read, 508), (Prices.SqsRequest, 1), (Prices.ExpressRequest, 1)]), 500),
            10_000);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scaled.Refusals, Is.Empty);
            Assert.That(scaled.Lines.Select(line => (line.Price.Name, line.Fixed, line.PerItem, line.Quantity)), Is.EqualTo(new[]
            {
                (Prices.S3Read.Name, 8m, 1m, 10_008m),
                (Prices.StandardTransition.Name, 13m, 0m, 13m),
                (Prices.ExpressRequest.Name, -1m, 0.004m, 39m),
                (Prices.SqsRequest.Name, 1m, 0m, 1m),
            }));
            Assert.That(scaled.Dollars, Is.EqualTo(10_008 * 0.0000004m + 13 * 0.000025m + 39 * 0.000001m + 0.0000004m));
        }
    }

    [TestCase(400, 500, 10_000, "400 and 500 items are too near to each other; run it with more of them.")]
    [TestCase(250, 500, 499, "499 items are fewer than the 500 that it was run with.")]
    [TestCase(250, 500, 50_001, "50001 items are more than 100 times the 500 that it was run with; run it with more of them.")]
    public void Sizes_must_be_apart_and_near_enough(int small, int large, int items, string refusal)
    {
        var scaled = ScaledBill.Of((Bill.Of([(Prices.S3Read, small)]), small), (Bill.Of([(Prices.S3Read, large)]), large), items);

        Assert.That((scaled.Refusals, scaled.Lines), Is.EqualTo((new[] { refusal }, Array.Empty<ScaledLine>())));
    }

    [Test]
    public void What_is_billed_with_a_least_quantity_grows_as_it_was_taken_and_each_use_by_itself()
    {
        var scaled = ScaledBill.Of((Queries(1, 4), 100), (Queries(8, 2), 200), 1_000);

        var line = scaled.Lines.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.Quantity * 1024 * 1024, Is.EqualTo(10m + 40m).Within(0.0001m));
            Assert.That((line.Fixed * 1024 * 1024, line.PerItem * 1024 * 1024), Is.EqualTo((0m, 0.05m)));
            Assert.That(line.Note, Is.EqualTo("1 of 2 billed as the least that there is"));
        }
    }

    [Test]
    public void A_job_is_billed_with_a_minute_until_its_line_passes_it()
    {
        var (small, large) = (Job(6), Job(11));

        Assert.That(
            new[] { 200, 1_000, 2_200 }.Select(items => ScaledBill.Of((small, 100), (large, 200), items).Lines.Single().Quantity * 3_600),
            Is.EqualTo(new[] { 60m, 60m, 111m }).Within(0.0001m));
    }

    [Test]
    public void Where_their_number_differs_nobody_can_tell_how_each_grows() => Assert.That(
        ScaledBill.Of((Queries(1), 100), (Queries(1, 1), 200), 1_000).Refusals,
        Is.EqualTo(new[]
        {
            "Athena: data scanned: billed 1 times with 100 items and 2 times with 200, so that nothing tells how each grows; run it with sizes that differ in their items only.",
        }));

    [Test]
    public void What_falls_as_items_grow_is_no_line()
    {
        var refusals = ScaledBill.Of((Bill.Of([(Prices.S3Read, 2.5m)]), 100), (Bill.Of([(Prices.S3Read, 2)]), 200), 1_000).Refusals;

        Assert.That(refusals, Is.EqualTo(new[] { "S3: GET and other requests: fell from 2.5 to 2 as items grew; run it with more of them." }));
    }

    [Test]
    public void A_time_that_falls_by_chance_is_taken_to_grow_with_the_items_and_so_are_log_lines()
    {
        var logs = ScaledBill.Of((Bill.Of([(Prices.LogGigabyte, 2.5m)]), 100), (Bill.Of([(Prices.LogGigabyte, 2)]), 200), 1_000).Lines.Single();
        var function = ScaledBill.Of((Bill.Of([(Prices.ArmGigabyteSecond, 2.5m)]), 100), (Bill.Of([(Prices.ArmGigabyteSecond, 2)]), 200), 1_000).Lines.Single();
        var job = ScaledBill.Of((Job(12), 100), (Job(10), 200), 2_000).Lines.Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((function.Fixed, function.PerItem, function.Quantity), Is.EqualTo((0m, 0.01m, 10m)));
            Assert.That((logs.Problem, logs.Quantity), Is.EqualTo(((string?)null, 10m)));
            Assert.That(function.Note, Is.EqualTo("all of it taken to grow, as 2.5 fell to 2"));
            Assert.That(job.Quantity * 3_600, Is.EqualTo(100m).Within(0.0001m));
        }
    }

    private static Bill Queries(params long[] megabytes) =>
        Bill.Of(megabytes.Select(scanned => new BillLine(Prices.AthenaTerabyte, BilledQuantity.Query(scanned << 20))));

    private static Bill Job(int seconds) => Bill.Of([new BillLine(Prices.GlueHour, BilledQuantity.JobRun(1, TimeSpan.FromSeconds(seconds)))]);
}
