using Fanout.Local.Cost;

namespace Fanout.Tests.Local.Cost;

public class BillTests
{
    [Test]
    public void A_bill_adds_up_the_same_and_begins_with_the_dearest()
    {
        var bill = Bill.Of([(Prices.S3Read, 10_000), (Prices.StandardTransition, 60), (Prices.StandardTransition, 1), (Prices.S3Write, 0)]);

        Assert.That(bill.Lines, Is.EqualTo(new[] { new BillLine(Prices.S3Read, 10_000), new BillLine(Prices.StandardTransition, 61) }));
        Assert.That(bill.Dollars, Is.EqualTo(0.004m + 0.001525m));
    }

    [Test]
    public void A_bill_is_of_those_that_pay_and_of_what_was_counted_since()
    {
        var usage = new Usage();
        usage.Add("states", Prices.S3Read, 3);
        var before = usage.Total;
        usage.Add("states", Prices.S3Read, 4);
        usage.Add("group", Prices.LogGigabyte, 2);
        usage.Add("other", Prices.S3Read, 5);

        Assert.That(
            usage.Since(before, payer => payer != "other").Lines,
            Is.EqualTo(new[] { new BillLine(Prices.LogGigabyte, 2), new BillLine(Prices.S3Read, 4) }));
    }

    [Test]
    public void Each_price_has_its_page_and_its_month()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Prices.All.Select(price => price.Name), Is.Unique);
            Assert.That(Prices.All.Select(price => price.Dollars), Has.All.Positive);
            Assert.That(Prices.All.Select(price => price.Page), Has.All.Match(@"^https://aws\.amazon\.com/[a-z0-9-]+/pricing/(on-demand/)?$"));
            Assert.That(Prices.All.Select(price => price.AsOf), Has.All.Match(@"^20\d\d-[01]\d$"));
        }
    }
}
