using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;

namespace Fanout.Tests.Local.Iam;

public class PermissionUsageTests
{
    private static readonly string[] ReadAndTag = ["s3:GetObject", "s3:GetObjectTagging"];
    private static readonly string[] TwoFolders = ["arn:aws:s3:::b/a/*", "arn:aws:s3:::b/b/*"];

    [Test]
    public void What_allowed_no_request_is_told()
    {
        var authorizer = Documents.Identity(
            Documents.Statement("Allow", ReadAndTag, TwoFolders, sid: "Read"),
            Documents.Statement("Allow", new[] { "s3:PutObject", "s3:DeleteObject" }, TwoFolders),
            Documents.Statement("Deny", "s3:DeleteBucket", "*"));
        authorizer.Decide(Documents.Reader, new RequestedAction("s3:GetObject", "arn:aws:s3:::b/a/1"));
        authorizer.Decide(Documents.Reader, new RequestedAction("s3:GetObject", "arn:aws:s3:::b/a/2"));
        authorizer.Decide(Documents.Reader, new RequestedAction("s3:PutObject", "arn:aws:s3:::c/1"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(authorizer.UnusedPermissions().Select(unused => unused.ToString()), Is.EqualTo(new[]
            {
                "reader: Read: s3:GetObjectTagging",
                "reader: Read: arn:aws:s3:::b/b/*",
                "reader: statement 2 of inline: s3:PutObject",
                "reader: statement 2 of inline: s3:DeleteObject",
            }));
            Assert.That(authorizer.Usage.Counts, Is.EqualTo(new Dictionary<Permission, long>
            {
                [new("reader", "inline", 1, "Read", "s3:GetObject", "arn:aws:s3:::b/a/*")] = 2,
            }));
        }
    }

    [Test]
    public void What_was_used_in_another_combination_is_used()
    {
        var authorizer = Documents.Identity(Documents.Statement("Allow", ReadAndTag, TwoFolders));
        authorizer.Decide(Documents.Reader, new RequestedAction("s3:GetObject", "arn:aws:s3:::b/a/1"));
        authorizer.Decide(Documents.Reader, new RequestedAction("s3:GetObjectTagging", "arn:aws:s3:::b/b/1"));

        Assert.That(authorizer.UnusedPermissions(), Is.Empty);
    }

    [Test]
    public void Two_statements_that_allow_the_same_leave_the_second_unused()
    {
        var authorizer = Documents.Identity(
            Documents.Statement("Allow", "s3:GetObject", "*", sid: "One"), Documents.Statement("Allow", "s3:GetObject", "arn:aws:s3:::b/*", sid: "Two"));
        authorizer.Decide(Documents.Reader, new RequestedAction("s3:GetObject", "arn:aws:s3:::b/a/1"));

        Assert.That(authorizer.UnusedPermissions(), Is.EqualTo(new[] { new UnusedPermission("reader", "inline", 2, "Two", "s3:GetObject", null) }));
    }

    [Test]
    public void Uses_are_counted_from_any_thread()
    {
        var authorizer = Documents.Identity(Documents.Statement("Allow", "s3:GetObject", "*"));

        Parallel.For(0, 10_000, index => authorizer.Decide(Documents.Reader, new RequestedAction("s3:GetObject", $"arn:aws:s3:::b/{index}")));

        Assert.That(authorizer.Usage.Counts.Values.Single(), Is.EqualTo(10_000));
    }

    [Test]
    public void Statements_on_any_resource_are_told()
    {
        var authorizer = Documents.Identity(
            Documents.Statement("Allow", ReadAndTag, "*", sid: "Read"),
            Documents.Statement("Allow", "cloudwatch:PutMetricData", "*", condition: """{"StringEquals": {"cloudwatch:namespace": "Glue"}}"""),
            Documents.Statement("Allow", "s3:PutObject", "arn:aws:s3:::b/*"));

        Assert.That(
            authorizer.WildcardResources().Select(wildcard => (wildcard.Role, wildcard.Number, wildcard.Sid, string.Join(' ', wildcard.Actions), wildcard.IsConditional)),
            Is.EqualTo(new[]
            {
                ("reader", 1, "Read", "s3:GetObject s3:GetObjectTagging", false),
                ("reader", 2, (string?)null, "cloudwatch:PutMetricData", true),
            }));
    }
}
