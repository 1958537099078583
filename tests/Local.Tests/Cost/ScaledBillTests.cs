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
    public void What_was_billed_with_the_least_does_not_tell_how_it_grows()
    {
        var least = Bill.Of([(Prices.AthenaTerabyte, BilledQuantity.Terabytes(1_000)), (Prices.GlueHour, BilledQuantity.GlueHours(2, TimeSpan.FromSeconds(8)))]);

        Assert.That(ScaledBill.Of((least, 100), (least, 200), 1_000).Refusals, Is.EqualTo(new[]
        {
            "Glue: jobs: 100 items were billed as the least that there is, which says nothing of more; run it with more of them.",
            "Athena: data scanned: 100 items were billed as the least that there is, which says nothing of more; run it with more of them.",
        }));
    }

    [Test]
    public void What_is_above_the_least_tells_how_it_grows()
    {
        Bill Scanned(long megabytes) => Bill.Of([(Prices.AthenaTerabyte, BilledQuantity.Terabytes(megabytes << 20))]);

        var scaled = ScaledBill.Of((Scanned(11), 100), (Scanned(22), 200), 1_000);

        Assert.That(scaled.Lines.Single().Quantity * 1024 * 1024, Is.EqualTo(110m).Within(0.0001m));
    }

    [Test]
    public void What_falls_as_items_grow_is_no_line()
    {
        var refusals = ScaledBill.Of((Bill.Of([(Prices.ArmGigabyteSecond, 2.5m)]), 100), (Bill.Of([(Prices.ArmGigabyteSecond, 2)]), 200), 1_000).Refusals;

        Assert.That(refusals, Is.EqualTo(new[] { "Lambda: duration on arm64: fell from 2.5 to 2 as items grew; run it with more of them." }));
    }
}
