using Fanout.Local.Aws;

namespace Fanout.Tests.Local.Aws;

public class RequestCountsTests
{
    private static readonly Caller Role = Caller.Of("arn:aws:iam::123456789012:role/states");

    [Test]
    public void What_roles_asked_for_since_is_counted_by_service_in_order()
    {
        var counts = new RequestCounts();
        counts.Add(Role, "s3");
        counts.Add(Role, "sqs");
        var before = counts.Total;

        foreach (var service in (string[])["sns", "s3", "sns", "athena"])
        {
            counts.Add(Role, service);
        }

        Assert.That(
            counts.Since(before).Select(count => (count.Key, count.Value)), Is.EqualTo(new[] { ("athena", 1L), ("s3", 1L), ("sns", 2L) }));
    }

    [Test]
    public void What_the_root_and_services_ask_for_is_not_counted()
    {
        var counts = new RequestCounts();
        counts.Add(Caller.Of(AwsAccount.Root), "s3");
        counts.Add(Caller.OfService("s3.amazonaws.com"), "lambda");

        Assert.That(counts.Total, Is.Empty);
    }
}
