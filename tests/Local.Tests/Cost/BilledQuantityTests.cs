using Fanout.Local.Cost;

namespace Fanout.Tests.Local.Cost;

/// <summary>The examples of AWS's pricing pages, and what they round.</summary>
public class BilledQuantityTests
{
    // "100 million workflows x 10 seconds of duration": 62,500,000 GB-s; one of 62.85 MB is billed with 64 MB.
    [Test]
    public void An_express_execution_is_billed_by_64_MB_and_100_ms()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(100_000_000 * BilledQuantity.ExpressGigabyteSeconds(TimeSpan.FromSeconds(10), 64), Is.EqualTo(62_500_000m));
            Assert.That(BilledQuantity.ExpressGigabyteSeconds(TimeSpan.FromSeconds(10), 63), Is.EqualTo(0.625m));
            Assert.That(BilledQuantity.ExpressGigabyteSeconds(TimeSpan.FromMilliseconds(101), 65), Is.EqualTo(0.2m * 128 / 1024));
            Assert.That(BilledQuantity.ExpressGigabyteSeconds(TimeSpan.Zero, 64), Is.Zero);
        }
    }

    [Test]
    public void A_function_is_billed_by_its_memory_and_1_ms()
    {
        // "120 ms" of "1536 MB": 0.18 GB-s.
        Assert.That(BilledQuantity.FunctionGigabyteSeconds(TimeSpan.FromMilliseconds(120), 1536), Is.EqualTo(0.18m));
        Assert.That(BilledQuantity.FunctionGigabyteSeconds(TimeSpan.FromMilliseconds(1.0001), 1024), Is.EqualTo(0.002m));
    }

    [TestCase(0, 1)]
    [TestCase(65_536, 1)]
    [TestCase(65_537, 2)]
    [TestCase(262_144, 4, Description = "\"a payload of 256 KB is four requests\"")]
    public void Messages_are_billed_by_64_KB(long bytes, int requests) =>
        Assert.That(BilledQuantity.Messages(bytes), Is.EqualTo((decimal)requests));

    // "a strongly consistent read of an 8 KB item would require two, an eventually consistent read one"; "a write of 3 KB three".
    [Test]
    public void Items_are_read_by_4_KB_and_written_by_1_KB()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(BilledQuantity.Reads(8 * 1024, isConsistent: true), Is.EqualTo(2m));
            Assert.That(BilledQuantity.Reads(8 * 1024, isConsistent: false), Is.EqualTo(1m));
            Assert.That(BilledQuantity.Reads(0, isConsistent: false), Is.EqualTo(0.5m));
            Assert.That(BilledQuantity.Writes(3 * 1024), Is.EqualTo(3m));
            Assert.That(BilledQuantity.Writes(3 * 1024 + 1), Is.EqualTo(4m));
            Assert.That(BilledQuantity.Writes(0), Is.EqualTo(1m));
        }
    }

    // "rounded up to the nearest megabyte, with a 10 MB minimum per query"; 3 TB are $15.
    [Test]
    public void A_query_scans_10_MB_at_least()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(BilledQuantity.Query(3L << 40).Billed * Prices.AthenaTerabyte.Dollars, Is.EqualTo(15m));
            Assert.That(BilledQuantity.Query(1).Billed, Is.EqualTo(10m / 1024 / 1024));
            Assert.That(BilledQuantity.Query((20L << 20) + 1).Billed, Is.EqualTo(21m / 1024 / 1024));
        }
    }

    // "a job that runs for 15 minutes and uses 6 DPU" is $0.66.
    [Test]
    public void A_job_takes_a_minute_at_least()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(BilledQuantity.JobRun(6, TimeSpan.FromMinutes(15)).Billed * Prices.GlueHour.Dollars, Is.EqualTo(0.66m));
            Assert.That(BilledQuantity.JobRun(0.0625, TimeSpan.FromSeconds(3)).Billed, Is.EqualTo(BilledQuantity.JobRun(0.0625, TimeSpan.FromSeconds(60)).Billed));
            Assert.That(BilledQuantity.JobRun(1, TimeSpan.FromSeconds(60.2)).Billed, Is.EqualTo(61m / 3600));
        }
    }
}
