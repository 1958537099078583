using Fanout.Local.Iam.Policies;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.WebConsole.Pages;

namespace Fanout.Tests.Local.WebConsole;

public class DenialsPageTests
{
    [Test]
    public void Who_was_denied_what_is_told_with_the_statement_that_is_missing()
    {
        var denial = new Denial(
            Caller.Of("arn:aws:iam::123456789012:role/reader"), new RequestedAction("s3:GetObject", "arn:aws:s3:::data/<key>"), DenialReason.NoIdentityPolicy);

        var page = System.Net.WebUtility.HtmlDecode(new DenialsPage(new PageContext(new ServedLinks())).Of([denial]).ToString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("arn:aws:iam::123456789012:role/reader"));
            Assert.That(page, Does.Contain("Statement that the role reader lacks"));
            Assert.That(page, Does.Contain("{\n  \"Effect\": \"Allow\",\n  \"Action\": \"s3:GetObject\",\n  \"Resource\": \"arn:aws:s3:::data/<key>\"\n}"));
        }
    }

    [Test]
    public void A_service_lacks_a_statement_of_the_resources_policy()
    {
        var denial = new Denial(
            Caller.OfService("s3.amazonaws.com"),
            new RequestedAction("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:writer:1"),
            DenialReason.NoResourcePolicy);

        var page = System.Net.WebUtility.HtmlDecode(new DenialsPage(new PageContext(new ServedLinks())).Of([denial]).ToString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("Statement that the policy of arn:aws:lambda:us-east-1:123456789012:function:writer lacks"));
            Assert.That(page, Does.Contain("\"Service\": \"s3.amazonaws.com\""));
        }
    }
}
