using System.Text.Json;
using System.Xml.Linq;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Requests;

namespace Fanout.Tests.Local.Iam.Requests;

public class RequestAuthorizerTests
{
    private static readonly RequestContent NoContent = new(new Dictionary<string, string>(), null, IsTagged: false, null);

    private static readonly RequestAuthorizer NothingAllowed = new(new Authorizer(), new AwsAccount("us-east-1"));

    [Test]
    public void What_is_allowed_gets_no_answer_here()
    {
        var authorizer = new RequestAuthorizer(
            Documents.Identity(Documents.Statement("Allow", "s3:GetObject", "arn:aws:s3:::b/*")), new AwsAccount("us-east-1"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(authorizer.Check(Documents.Reader, Request("s3", "GetObject", "/b/k"), NoContent), Is.Null);
            Assert.That(authorizer.Check(Documents.Reader, Request("s3", "GetObject", "/c/k"), NoContent)?.StatusCode, Is.EqualTo(403));
            Assert.That(authorizer.Check(Caller.Of(AwsAccount.Root, ""), Request("s3", "PutBucketCors", "/c"), NoContent), Is.Null);
        }
    }

    [Test]
    public void Every_part_of_a_request_must_be_allowed()
    {
        var authorizer = new RequestAuthorizer(
            Documents.Identity(Documents.Statement("Allow", "dynamodb:PutItem", "*")), new AwsAccount("us-east-1"));
        var content = NoContent with { Body = """{"TransactItems": [{"Put": {"TableName": "t"}}, {"Delete": {"TableName": "u"}}]}""" };

        var answer = authorizer.Check(Documents.Reader, Request("dynamodb", "TransactWriteItems"), content);

        Assert.That(JsonElement.Parse(answer!.Body).GetProperty("Message").GetString(), Does.Contain(
            "dynamodb:DeleteItem on resource: arn:aws:dynamodb:us-east-1:123456789012:table/u "));
    }

    [Test]
    public void S3_answers_with_xml()
    {
        var answer = NothingAllowed.Check(Documents.Reader, Request("s3", "PutObject", "/b/a%26b"), NoContent)!;

        var error = XElement.Parse(answer.Body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.StatusCode, answer.ContentType), Is.EqualTo((403, "application/xml")));
            Assert.That(error.Element("Code")!.Value, Is.EqualTo("AccessDenied"));
            Assert.That(error.Element("Message")!.Value, Is.EqualTo(
                "User: arn:aws:sts::123456789012:assumed-role/reader/session is not authorized to perform: s3:PutObject on resource: "
                    + "\"arn:aws:s3:::b/a&b\" because no identity-based policy allows the s3:PutObject action"));
        }
    }

    [Test]
    public void S3_answers_head_without_a_body() =>
        Assert.That(
            NothingAllowed.Check(Documents.Reader, Request("s3", "HeadObject", "/b/k"), NoContent),
            Is.EqualTo(new AwsAnswer(403, "application/xml", "")));

    [Test]
    public void Sns_answers_with_the_query_protocols_error()
    {
        var form = new Dictionary<string, string> { ["TopicArn"] = "arn:aws:sns:us-east-1:123456789012:t" };

        var answer = NothingAllowed.Check(Documents.Reader, Request("sns", "Publish") with { Form = form }, NoContent)!;

        var error = AwsXml.Error(answer.Body, answer.StatusCode, "");
        Assert.That((error.Code, error.StatusCode, error.Message), Is.EqualTo((
            "AuthorizationError", 403,
            "User: arn:aws:sts::123456789012:assumed-role/reader/session is not authorized to perform: SNS:Publish on resource: "
                + "arn:aws:sns:us-east-1:123456789012:t because no identity-based policy allows the SNS:Publish action")));
    }

    [TestCase("dynamodb", "GetItem", "/", 400, "com.amazon.coral.service#AccessDeniedException")]
    [TestCase("sqs", "SendMessage", "/", 403, "com.amazon.coral.service#AccessDeniedException")]
    [TestCase("lambda", "POST", "/2015-03-31/functions/f/invocations", 403, "AccessDeniedException")]
    [TestCase("glue", "StartJobRun", "/", 400, "AccessDeniedException")]
    [TestCase("athena", "StartQueryExecution", "/", 400, "AccessDeniedException")]
    [TestCase("states", "StartExecution", "/", 400, "AccessDeniedException")]
    public void Other_services_answer_with_json(string service, string operation, string path, int status, string type)
    {
        var answer = NothingAllowed.Check(Documents.Reader, Request(service, operation, path), NoContent)!;

        var error = JsonElement.Parse(answer.Body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(status));
            Assert.That(error.GetProperty("__type").GetString(), Is.EqualTo(type));
            Assert.That(error.GetProperty("Message").GetString(), Does.StartWith(
                "User: arn:aws:sts::123456789012:assumed-role/reader/session is not authorized to perform: "));
        }
    }

    [Test]
    public void An_operation_whose_needs_are_unknown_is_denied_and_says_so()
    {
        var authorizer = new RequestAuthorizer(
            Documents.Identity(Documents.Statement("Allow", "kms:*", "arn:aws:kms:us-east-1:123456789012:key/*")), new AwsAccount("us-east-1"));

        var answer = authorizer.Check(Documents.Reader, Request("kms", "Decrypt"), NoContent)!;

        Assert.That(JsonElement.Parse(answer.Body).GetProperty("Message").GetString(), Is.EqualTo(
            "User: arn:aws:sts::123456789012:assumed-role/reader/session is not authorized to perform: kms:Decrypt, because the local cloud "
                + "does not know what the operation needs; add it to Requests.RequestedActions"));
    }

    [Test]
    public void An_operation_whose_needs_are_unknown_is_allowed_to_whom_may_do_it_on_any_resource()
    {
        var authorizer = new RequestAuthorizer(Documents.Identity(Documents.Statement("Allow", "kms:*", "*")), new AwsAccount("us-east-1"));

        Assert.That(authorizer.Check(Documents.Reader, Request("kms", "Decrypt"), NoContent), Is.Null);
        Assert.That(authorizer.Check(Documents.Reader, Request("ssm", "GetParameter"), NoContent), Is.Not.Null);
    }

    [TestCase("s3", "GetObject", false, false)]
    [TestCase("s3", "GetObject", true, true)]
    [TestCase("s3", "HeadObject", false, false)]
    [TestCase("s3", "PutObject", false, true)]
    [TestCase("dynamodb", "GetItem", false, true)]
    public void Who_may_not_list_a_bucket_does_not_learn_what_is_not_in_it(string service, string operation, bool mayList, bool learns)
    {
        var authorizer = new RequestAuthorizer(
            mayList ? Documents.Identity(Documents.Statement("Allow", "s3:ListBucket", "arn:aws:s3:::b")) : new Authorizer(),
            new AwsAccount("us-east-1"));

        Assert.That(authorizer.CheckAbsence(Documents.Reader, Request(service, operation, "/b/k")) is null, Is.EqualTo(learns));
    }

    [Test]
    public void A_list_permission_for_a_prefix_does_not_tell_of_absence()
    {
        var authorizer = new RequestAuthorizer(
            Documents.Identity(Documents.Statement(
                "Allow", "s3:ListBucket", "arn:aws:s3:::b", condition: """{"StringLike": {"s3:prefix": "*"}}""")),
            new AwsAccount("us-east-1"));

        Assert.That(authorizer.CheckAbsence(Documents.Reader, Request("s3", "GetObject", "/b/k"))!.Body, Does.Contain("s3:ListBucket"));
    }

    private static AwsRequest Request(string service, string operation, string path = "/") =>
        new("key", service, operation, path, new Dictionary<string, string>());
}
