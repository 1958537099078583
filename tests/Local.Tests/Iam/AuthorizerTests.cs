using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;

namespace Fanout.Tests.Local.Iam;

public class AuthorizerTests
{
    private const string Bucket = "arn:aws:s3:::b";

    private static readonly RequestedAction Get = new("s3:GetObject", "arn:aws:s3:::b/k");

    [Test]
    public void What_nothing_allows_is_denied()
    {
        var decision = Documents.Identity(Documents.Statement("Allow", "s3:PutObject", "*")).Decide(Documents.Reader, Get);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(decision.IsAllowed, Is.False);
            Assert.That(decision.Permission, Is.Null);
            Assert.That(decision.Denial!.Message, Is.EqualTo(
                "User: arn:aws:sts::123456789012:assumed-role/reader/session is not authorized to perform: s3:GetObject on resource: "
                    + "\"arn:aws:s3:::b/k\" because no identity-based policy allows the s3:GetObject action"));
        }
    }

    [Test]
    public void A_role_without_policies_may_do_nothing() =>
        Assert.That(new Authorizer().Decide(Documents.Reader, Get).Denial!.Reason, Is.EqualTo(DenialReason.NoIdentityPolicy));

    [Test]
    public void The_decision_tells_what_allowed_it()
    {
        var decision = Documents.Identity(
            Documents.Statement("Allow", "s3:PutObject", "*"),
            Documents.Statement("Allow", new[] { "s3:Delete*", "s3:Get*" }, new[] { "arn:aws:s3:::a/*", "arn:aws:s3:::b/*" }, sid: "Read"))
            .Decide(Documents.Reader, Get);

        Assert.That(decision, Is.EqualTo(new Decision(new Permission("reader", "inline", 2, "Read", "s3:Get*", "arn:aws:s3:::b/*"), null)));
    }

    [Test]
    public void An_explicit_deny_overrides_every_allow()
    {
        var decision = Documents.Identity(
            Documents.Statement("Allow", "*", "*"), Documents.Statement("Deny", "s3:*", "arn:aws:s3:::b/*", sid: "NoData")).Decide(Documents.Reader, Get);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(decision.Denial!.By!.Sid, Is.EqualTo("NoData"));
            Assert.That(decision.Denial.Message, Does.EndWith(
                "on resource: \"arn:aws:s3:::b/k\" with an explicit deny in an identity-based policy"));
        }
    }

    [Test]
    public void Not_action_and_not_resource_mean_all_others()
    {
        var authorizer = Documents.Identity(
            """{"Effect": "Allow", "NotAction": ["s3:Delete*", "iam:*"], "NotResource": "arn:aws:s3:::secret/*"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(authorizer.Decide(Documents.Reader, Get).Permission, Is.EqualTo(new Permission(
                "reader", "inline", 1, null, "all but s3:Delete*, iam:*", "all but arn:aws:s3:::secret/*")));
            Assert.That(authorizer.Decide(Documents.Reader, Get with { Action = "s3:DeleteObject" }).IsAllowed, Is.False);
            Assert.That(authorizer.Decide(Documents.Reader, Get with { Resource = "arn:aws:s3:::secret/k" }).IsAllowed, Is.False);
        }
    }

    [Test]
    public void Within_the_account_the_resources_policy_is_enough()
    {
        var authorizer = new Authorizer();
        authorizer.SetResourcePolicy(Bucket, Documents.Policy(Documents.Statement(
            "Allow", "s3:GetObject", "arn:aws:s3:::b/*", principal: $$"""{"AWS": "{{Documents.RoleArn}}"}""")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(authorizer.Decide(Documents.Reader, Get).Permission!.Owner, Is.EqualTo(Bucket));
            Assert.That(authorizer.Decide(Caller.Of("arn:aws:iam::123456789012:role/other", "s"), Get).IsAllowed, Is.False);
            Assert.That(authorizer.Decide(Documents.Reader, Get with { Resource = "arn:aws:s3:::c/k" }).IsAllowed, Is.False);
        }
    }

    [Test]
    public void A_session_may_be_a_principal()
    {
        var authorizer = new Authorizer();
        authorizer.SetResourcePolicy(Bucket, Documents.Policy(Documents.Statement(
            "Allow", "s3:GetObject", "*", principal: """{"AWS": ["arn:aws:sts::123456789012:assumed-role/reader/session"]}""")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(authorizer.Decide(Documents.Reader, Get).IsAllowed, Is.True);
            Assert.That(authorizer.Decide(Caller.Of(Documents.RoleArn, "other"), Get).IsAllowed, Is.False);
        }
    }

    // An account that is allowed leaves it to its own policies whom; what it is denied, all of it are.
    [TestCase("\"123456789012\"", true)]
    [TestCase("\"arn:aws:iam::123456789012:root\"", true)]
    [TestCase("[\"210987654321\", \"123456789012\"]", true)]
    [TestCase("\"210987654321\"", false)]
    [TestCase("[\"210987654321\", \"arn:aws:iam::210987654321:root\"]", false)]
    public void An_account_may_be_a_principal(string account, bool isMine)
    {
        var (allowing, denying) = (new Authorizer(), Documents.Identity(Documents.Statement("Allow", "s3:GetObject", "*")));
        allowing.SetResourcePolicy(Bucket, Documents.Policy(Documents.Statement("Allow", "s3:GetObject", "*", principal: $$"""{"AWS": {{account}}}""")));
        denying.SetResourcePolicy(Bucket, Documents.Policy(Documents.Statement("Deny", "s3:GetObject", "*", principal: $$"""{"AWS": {{account}}}""")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(allowing.Decide(Documents.Reader, Get).IsAllowed, Is.False);
            Assert.That(allowing.Decide(Caller.OfService("s3.amazonaws.com"), Get).IsAllowed, Is.False);
            Assert.That(denying.Decide(Documents.Reader, Get).IsAllowed, Is.EqualTo(!isMine));
            Assert.That(denying.Decide(Caller.Of(AwsAccount.Root), Get).IsAllowed, Is.EqualTo(!isMine));
        }
    }

    [TestCase("\"*\"")]
    [TestCase("{\"AWS\": \"*\"}")]
    [TestCase("{\"AWS\": [\"210987654321\", \"*\"]}")]
    public void Anyone_may_be_a_principal(string principal)
    {
        var authorizer = new Authorizer();
        authorizer.SetResourcePolicy(Bucket, Documents.Policy(Documents.Statement("Allow", "s3:GetObject", "*", principal: principal)));

        Assert.That(authorizer.Decide(Documents.Reader, Get).IsAllowed, Is.True);
    }

    [TestCase(null, true)]
    [TestCase("true", true)]
    [TestCase("false", false)]
    public void A_bucket_refuses_who_comes_without_tls(string? secure, bool allowed)
    {
        var authorizer = Documents.Identity(Documents.Statement("Allow", "s3:GetObject", "*"));
        authorizer.SetResourcePolicy(Bucket, Documents.Policy(Documents.Statement(
            "Deny", "s3:*", new[] { Bucket, $"{Bucket}/*" }, sid: "DenyWithoutTls", principal: "\"*\"",
            condition: """{"Bool": {"aws:SecureTransport": "false"}}""")));
        var request = Get.With(ConditionKeys.SecureTransport, secure);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(authorizer.Decide(Documents.Reader, request).IsAllowed, Is.EqualTo(allowed));
            Assert.That(authorizer.Decide(Caller.Of(AwsAccount.Root, ""), request).IsAllowed, Is.EqualTo(allowed));
            Assert.That(
                authorizer.Decide(Documents.Reader, request).Denial?.Message.Contains("with an explicit deny in a resource-based policy", StringComparison.Ordinal),
                Is.EqualTo(allowed ? null : true));
        }
    }

    [Test]
    public void The_root_needs_no_policy() =>
        Assert.That(new Authorizer().Decide(Caller.Of(AwsAccount.Root, ""), Get), Is.EqualTo(new Decision(null, null)));

    [TestCase("s3.amazonaws.com", "arn:aws:s3:::b", "123456789012", true)]
    [TestCase("s3.amazonaws.com", "arn:aws:s3:::c", "123456789012", false)]
    [TestCase("s3.amazonaws.com", "arn:aws:s3:::b", "210987654321", false)]
    [TestCase("sns.amazonaws.com", "arn:aws:s3:::b", "123456789012", false)]
    public void A_service_calls_a_function_by_the_functions_policy(string service, string source, string account, bool allowed)
    {
        const string function = "arn:aws:lambda:us-east-1:123456789012:function:f";
        var authorizer = new Authorizer();
        authorizer.SetResourcePolicy(function, PolicyDocument.OfPermission(
            "invoke", function, "lambda:InvokeFunction", "s3.amazonaws.com", sourceArn: Bucket, sourceAccount: "123456789012"));
        var request = new RequestedAction("lambda:InvokeFunction", function)
            .With(ConditionKeys.SourceArn, source).With(ConditionKeys.SourceAccount, account);

        var decision = authorizer.Decide(Caller.OfService(service), request);

        Assert.That(decision.Denial?.Message, Is.EqualTo(allowed
            ? null
            : $"User: {service} is not authorized to perform: lambda:InvokeFunction on resource: {function} "
                + "because no resource-based policy allows the lambda:InvokeFunction action"));
    }

    [Test]
    public void A_permission_on_a_function_does_not_hold_for_its_versions()
    {
        const string function = "arn:aws:lambda:us-east-1:123456789012:function:f";
        var authorizer = new Authorizer();
        authorizer.SetResourcePolicies(function,
        [
            PolicyDocument.OfPermission("one", function, "lambda:InvokeFunction", "*", null, null),
            PolicyDocument.OfPermission("two", $"{function}:2", "lambda:InvokeFunction", Documents.RoleArn, null, null),
        ]);

        var allowed = new[] { "", ":2", ":3" }
            .Select(version => authorizer.Decide(Documents.Reader, new RequestedAction("lambda:InvokeFunction", function + version)).Permission?.Sid);

        Assert.That(allowed, Is.EqualTo(new[] { "one", "two", null }));
    }

    [TestCase("states.amazonaws.com", "arn:aws:states:us-east-1:123456789012:stateMachine:m", true)]
    [TestCase("states.amazonaws.com", "arn:aws:states:us-east-1:123456789012:stateMachine:n", false)]
    [TestCase("states.amazonaws.com", null, false)]
    [TestCase("lambda.amazonaws.com", "arn:aws:states:us-east-1:123456789012:stateMachine:m", false)]
    public void A_role_is_assumed_as_its_trust_policy_says(string service, string? source, bool allowed)
    {
        var authorizer = new Authorizer();
        authorizer.AddRole(Documents.RoleArn, Documents.Policy(
            """
            {
              "Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole",
              "Condition": {
                "StringEquals": {"aws:SourceAccount": "123456789012"},
                "ArnLike": {"aws:SourceArn": "arn:aws:states:us-east-1:123456789012:stateMachine:m"}
              }
            }
            """));

        var denial = authorizer.DecideAssume(Documents.RoleArn, service, source).Denial;

        Assert.That(denial?.Message, Is.EqualTo(allowed
            ? null
            : $"User: {service} is not authorized to perform: sts:AssumeRole on resource: {Documents.RoleArn} "
                + "because no role trust policy allows the sts:AssumeRole action"));
    }

    [TestCase("", true)]
    [TestCase(", \"Condition\": {\"StringEquals\": {\"aws:SourceAccount\": \"123456789012\"}}", false)]
    public void A_service_that_tells_no_source_meets_no_condition_on_it(string condition, bool allowed)
    {
        var authorizer = new Authorizer();
        authorizer.AddRole(Documents.RoleArn, Documents.Policy(
            $$"""{"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"{{condition}}}"""));

        Assert.That(authorizer.DecideAssume(Documents.RoleArn, "glue.amazonaws.com", sourceArn: null).IsAllowed, Is.EqualTo(allowed));
    }

    [Test]
    public void An_unknown_role_is_not_assumed() =>
        Assert.That(new Authorizer().DecideAssume(Documents.RoleArn, "lambda.amazonaws.com", null).IsAllowed, Is.False);

    [TestCase("sns:Publish", "arn:aws:sns:us-east-1:123456789012:t", "SNS:Publish")]
    [TestCase("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:q", "sqs:sendmessage")]
    [TestCase("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/t", "dynamodb:GetItem")]
    public void A_denial_has_the_spelling_of_the_service(string action, string resource, string spelling) =>
        Assert.That(new Authorizer().Decide(Documents.Reader, new RequestedAction(action, resource)).Denial!.Message, Is.EqualTo(
            $"User: arn:aws:sts::123456789012:assumed-role/reader/session is not authorized to perform: {spelling} on resource: {resource} "
                + $"because no identity-based policy allows the {spelling} action"));
}
