using Fanout.Local.Iam.Policies;

namespace Fanout.Tests.Local.Iam.Policies;

public class ConditionTests
{
    [TestCase("StringEquals", "\"a\"", "a", true)]
    [TestCase("StringEquals", "\"a\"", "A", false)]
    [TestCase("StringEquals", "\"a*\"", "ab", false)]
    [TestCase("StringEquals", "[\"a\", \"b\"]", "b", true)]
    [TestCase("StringEquals", "\"a\"", null, false)]
    [TestCase("StringEqualsIfExists", "\"a\"", null, true)]
    [TestCase("StringEqualsIfExists", "\"a\"", "b", false)]
    [TestCase("StringNotEquals", "\"a\"", "b", true)]
    [TestCase("StringNotEquals", "[\"a\", \"b\"]", "b", false)]
    [TestCase("StringNotEquals", "\"a\"", null, true)]
    [TestCase("StringLike", "\"a*\"", "ab", true)]
    [TestCase("StringLike", "\"a*\"", "Ab", false)]
    [TestCase("StringLike", "\"a?c\"", "abc", true)]
    [TestCase("StringLike", "\"\"", "", true)]
    [TestCase("StringLike", "\"\"", null, false)]
    [TestCase("StringLikeIfExists", "\"a*\"", null, true)]
    [TestCase("StringNotLike", "\"a*\"", "ab", false)]
    [TestCase("StringNotLike", "\"a*\"", "b", true)]
    [TestCase("StringNotLike", "\"a*\"", null, true)]
    [TestCase("ArnEquals", "\"arn:aws:s3:::b*\"", "arn:aws:s3:::bucket", true)]
    [TestCase("ArnLike", "\"arn:aws:s3:*:*:b\"", "arn:aws:s3:::b", true)]
    [TestCase("ArnLike", "\"arn:aws:s3:*:b\"", "arn:aws:s3:::b", null)]
    [TestCase("ArnLike", "\"arn:aws:s3:::b\"", null, false)]
    [TestCase("ArnLikeIfExists", "\"arn:aws:s3:::b\"", null, true)]
    [TestCase("ArnNotLike", "\"arn:aws:s3:::b\"", "arn:aws:s3:::c", true)]
    [TestCase("ArnNotEquals", "\"arn:aws:s3:::b\"", "arn:aws:s3:::b", false)]
    [TestCase("Bool", "\"true\"", "true", true)]
    [TestCase("Bool", "true", "true", true)]
    [TestCase("Bool", "false", "true", false)]
    [TestCase("Bool", "\"false\"", null, false)]
    [TestCase("BoolIfExists", "\"false\"", null, true)]
    [TestCase("NumericLessThan", "1.2", "1.1", true)]
    [TestCase("NumericLessThan", "1.2", "1.2", false)]
    [TestCase("NumericLessThan", "1.2", null, false)]
    [TestCase("NumericLessThanIfExists", "\"1.2\"", null, true)]
    [TestCase("Null", "true", null, true)]
    [TestCase("Null", "true", "a", false)]
    [TestCase("Null", "\"false\"", "a", true)]
    [TestCase("Null", "false", null, false)]
    public void A_condition_holds_as_its_operator_says(string name, string values, string? value, bool? holds)
    {
        var statement = Documents.Statement("Allow", "s3:ListBucket", "*", condition: $$$"""{"{{{name}}}": {"S3:Prefix": {{{values}}}}}""");
        if (holds is null)
        {
            Assert.That(() => Documents.Identity(statement), Throws.Exception.With.Message.Contain("is none that"));
            return;
        }
        var request = new RequestedAction("s3:ListBucket", "arn:aws:s3:::b").With("s3:prefix", value);

        Assert.That(Documents.Identity(statement).Decide(Documents.Reader, request).IsAllowed, Is.EqualTo(holds));
    }

    [TestCase("a/", "/", true)]
    [TestCase("a/", null, false)]
    [TestCase("b/", "/", false)]
    public void All_operators_and_all_keys_must_hold(string prefix, string? delimiter, bool allowed)
    {
        var authorizer = Documents.Identity(Documents.Statement(
            "Allow", "s3:ListBucket", "*",
            condition: """{"StringLike": {"s3:prefix": "a/*"}, "StringEquals": {"s3:delimiter": "/", "aws:PrincipalAccount": "123456789012"}}"""));
        var request = new RequestedAction("s3:ListBucket", "arn:aws:s3:::b").With("s3:prefix", prefix).With("s3:delimiter", delimiter);

        Assert.That(authorizer.Decide(Documents.Reader, request).IsAllowed, Is.EqualTo(allowed));
    }

    [Test]
    public void Every_request_tells_of_its_transport_and_its_role()
    {
        var authorizer = Documents.Identity(Documents.Statement(
            "Allow", "s3:GetObject", "*",
            condition: $$$"""{"Bool": {"aws:SecureTransport": true}, "ArnEquals": {"aws:PrincipalArn": "{{{Documents.RoleArn}}}"}}"""));

        Assert.That(authorizer.Decide(Documents.Reader, new RequestedAction("s3:GetObject", "arn:aws:s3:::b/k")).IsAllowed, Is.True);
    }

    [Test]
    public void The_supported_operators_are_told()
    {
        Assert.That(ConditionOperator.Supported, Is.EqualTo(
            "StringEquals, StringNotEquals, StringLike, StringNotLike, ArnEquals, ArnNotEquals, ArnLike, ArnNotLike, Bool, "
                + "NumericLessThan, Null, each but Null also with IfExists"));
    }
}
