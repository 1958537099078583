using Fanout.Local;
using Fanout.Local.Iam.Policies;

namespace Fanout.Tests.Local.Iam.Policies;

public class PolicyReaderTests
{
    private const string Valid = """{"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""";

    [Test]
    public void A_statement_may_stand_alone_and_a_text_in_the_place_of_a_list()
    {
        var policy = Documents.Parse($$"""{"Version": "2012-10-17", "Statement": {{Valid}}}""");

        var statement = policy.Statements.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(statement.Sid, Is.EqualTo("Read"));
            Assert.That(statement.Number, Is.EqualTo(1));
            Assert.That(statement.Denies, Is.False);
            Assert.That(statement.Actions.Texts, Is.EqualTo(new[] { "s3:GetObject" }));
            Assert.That(statement.Resources!.Texts, Is.EqualTo(new[] { "*" }));
            Assert.That(statement.Principals, Is.Null);
        }
    }

    [TestCase("[]", "it must be an object.")]
    [TestCase("{", "it is not JSON")]
    [TestCase("""{"Version": "2012-10-17"}""", "Statement is missing.")]
    [TestCase("""{"Version": "2012-10-18", "Statement": []}""", "the Version is \"2012-10-18\"; allowed: 2008-10-17, 2012-10-17.")]
    [TestCase("""{"Statements": []}""", "the element Statements is not allowed here; allowed: Id, Statement, Version.")]
    public void What_is_wrong_with_a_document_is_told(string json, string problem) =>
        Assert.That(
            () => Documents.Parse(json),
            Throws.TypeOf<LocalException>().With.Message.StartsWith("Role reader, policy inline: ").And.Message.Contain(problem));

    [TestCase("\"Effect\": \"Allow\"", "\"Effect\": \"allow\"", "the Effect is \"allow\"; allowed: Allow, Deny.")]
    [TestCase("\"Effect\": \"Allow\", ", "", "Effect is missing.")]
    [TestCase("\"Action\": \"s3:GetObject\", ", "", "it must have either Action or NotAction.")]
    [TestCase("\"Action\"", "\"NotAction\": \"s3:*\", \"Action\"", "it must have either Action or NotAction.")]
    [TestCase("\"s3:GetObject\"", "[]", "Action is an empty list.")]
    [TestCase("\"s3:GetObject\"", "\"GetObject\"", "the Action \"GetObject\" is none")]
    [TestCase("\"s3:GetObject\"", "{}", "Action must be a text or a list of texts.")]
    [TestCase("\"Resource\": \"*\"", "\"Resource\": \"bucket\"", "the Resource \"bucket\" is none")]
    [TestCase("\"Resource\": \"*\"", "\"Resource\": \"arn:aws:*:::b\"", "the Resource \"arn:aws:*:::b\" is none")]
    [TestCase("\"Resource\": \"*\"", "\"Resource\": \"arn:aws:s3:::${aws:username}\"", "holds a policy variable, which is not supported")]
    [TestCase("\"Resource\": \"*\"", "\"Resource\": \"*\", \"Principal\": \"*\"", "the element Principal is not allowed here; allowed: Action, Condition, Effect, NotAction, NotResource, Resource, Sid.")]
    [TestCase("\"Resource\": \"*\"", "\"Resource\": \"*\", \"Condition\": {\"StringMatches\": {}}", "the condition operator StringMatches is not supported; allowed: StringEquals,")]
    [TestCase("\"Resource\": \"*\"", "\"Resource\": \"*\", \"Condition\": {\"NullIfExists\": {}}", "the condition operator NullIfExists is not supported")]
    [TestCase("\"Resource\": \"*\"", "\"Resource\": \"*\", \"Condition\": {\"ForAnyValue:StringEquals\": {}}", "the condition operator ForAnyValue:StringEquals is not supported")]
    [TestCase("\"Resource\": \"*\"", "\"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"s3:prefx\": \"a\"}}", "the condition key s3:prefx is not supported; allowed: aws:PrincipalAccount,")]
    [TestCase("\"Resource\": \"*\"", "\"Resource\": \"*\", \"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"no\"}}", "the value \"no\" of aws:SecureTransport is none that Bool can compare.")]
    [TestCase("\"Resource\": \"*\"", "\"Resource\": \"*\", \"Condition\": {\"NumericLessThan\": {\"s3:prefix\": \"x\"}}", "the value \"x\" of s3:prefix is none that NumericLessThan can compare.")]
    [TestCase("\"Resource\": \"*\"", "\"Resource\": \"*\", \"Condition\": []", "Condition must be an object.")]
    public void What_is_wrong_with_a_statement_is_told_with_its_place(string part, string replacement, string problem) =>
        Assert.That(
            () => Documents.Parse(Documents.Policy(Valid.Replace(part, replacement, StringComparison.Ordinal))),
            Throws.TypeOf<LocalException>().With.Message.StartsWith("Role reader, policy inline, statement 1 (Read): ").And.Message.Contain(problem));

    [Test]
    public void A_sid_of_an_identity_policy_holds_letters_and_digits() =>
        Assert.That(
            () => Documents.Parse(Documents.Policy(Valid.Replace("Read", "Read it", StringComparison.Ordinal))),
            Throws.TypeOf<LocalException>().With.Message.Contain("letters and digits only"));

    [Test]
    public void A_sid_occurs_once() =>
        Assert.That(
            () => Documents.Parse(Documents.Policy(Valid, Valid)),
            Throws.TypeOf<LocalException>().With.Message.EqualTo(
                "Role reader, policy inline: 2 statements have the Sid \"Read\"; a Sid may occur once."));

    [TestCase("\"me\"", "the Principal is \"me\"; allowed: * and an object of AWS and Service.")]
    [TestCase("{\"Federated\": \"x\"}", "is not supported; allowed: * and an object of AWS and Service.")]
    [TestCase("{\"AWS\": \"12345678901\"}", "the Principal \"12345678901\" is not supported")]
    [TestCase("{\"AWS\": \"arn:aws:iam::123456789012\"}", "the Principal \"arn:aws:iam::123456789012\" is not supported")]
    [TestCase("{\"AWS\": \"123456789012:root\"}", "the Principal \"123456789012:root\" is not supported")]
    [TestCase("{\"AWS\": \"arn:aws:iam::123456789012:user/me\"}", "is not supported; allowed: *, an account's id or the ARN of its root, and the ARN of a role or of a role's session.")]
    public void Principals_that_are_not_evaluated_are_refused(string principal, string problem) =>
        Assert.That(
            () => Documents.Parse(Documents.Policy(Documents.Statement("Deny", "s3:*", "*", principal: principal)), PolicyKind.Resource),
            Throws.TypeOf<LocalException>().With.Message.StartsWith("arn:aws:s3:::b, policy inline, statement 1: ").And.Message.Contain(problem));

    [Test]
    public void A_resource_policy_names_principals_and_a_trust_policy_no_resource()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => Documents.Parse(Documents.Policy(Documents.Statement("Allow", "s3:*", "*")), PolicyKind.Resource),
                Throws.TypeOf<LocalException>().With.Message.Contain("Principal is missing."));
            Assert.That(
                () => Documents.Parse(Documents.Policy(Documents.Statement("Allow", "sts:AssumeRole", "*", principal: "\"*\"")), PolicyKind.Trust),
                Throws.TypeOf<LocalException>().With.Message.Contain("the element Resource is not allowed here"));
        }
    }
}
