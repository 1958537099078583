using Fanout.Local.Cost;

namespace Fanout.Tests.Local.Cost;

public class BillTextTests
{
    [TestCase(0, "$0.00")]
    [TestCase(0.0000004, "$0.00000040")]
    [TestCase(0.0050168, "$0.0050")]
    [TestCase(0.0956, "$0.096")]
    [TestCase(0.5, "$0.50")]
    [TestCase(1234.567, "$1,234.57")]
    public void Dollars_have_two_digits_that_count(double dollars, string text) =>
        Assert.That(BillText.Dollars((decimal)dollars), Is.EqualTo(text));

    [Test]
    public void The_three_largest_parts_are_named()
    {
        var bill = Bill.Of([(Prices.StandardTransition, 61), (Prices.S3Read, 10_000), (Prices.SnsPublish, 1_000), (Prices.ExpressRequest, 100), (Prices.SqsRequest, 3)]);

        Assert.That(
            BillText.Parts(bill),
            Is.EqualTo(new[] { "$0.0040 S3: GET and other requests", "$0.0015 Step Functions: Standard transitions", "$0.00050 SNS: requests of 64 KB", "$0.00010 all other" }));
        Assert.That(BillText.Parts(Bill.None), Is.Empty);
    }
}
