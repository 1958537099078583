using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;
using Microsoft.AspNetCore.Http;

namespace Fanout.Tests.Local.Iam.Requests;

public class RequestedActionsTests
{
    private const string Dynamo = "arn:aws:dynamodb:us-east-1:123456789012:table";
    private const string Machine = "arn:aws:states:us-east-1:123456789012:stateMachine:m";

    private static readonly RequestedActions Actions = new(new AwsAccount("us-east-1"));

    [TestCase("ListBuckets", "/", "", "s3:ListAllMyBuckets *")]
    [TestCase("GetObject", "/b/a%20b/c%3Fd", "", "s3:GetObject arn:aws:s3:::b/a b/c?d")]
    [TestCase("GetObject", "/b/k", "versionId=1", "s3:GetObjectVersion arn:aws:s3:::b/k")]
    [TestCase("HeadObject", "/b/k", "", "s3:GetObject arn:aws:s3:::b/k")]
    [TestCase("PutObject", "/b/k", "", "s3:PutObject arn:aws:s3:::b/k")]
    [TestCase("DeleteObject", "/b/k", "", "s3:DeleteObject arn:aws:s3:::b/k")]
    [TestCase("DeleteObject", "/b/k", "versionId=1", "s3:DeleteObjectVersion arn:aws:s3:::b/k")]
    [TestCase("CreateMultipartUpload", "/b/k", "uploads", "s3:PutObject arn:aws:s3:::b/k")]
    [TestCase("UploadPart", "/b/k", "partNumber=1&uploadId=2", "s3:PutObject arn:aws:s3:::b/k")]
    [TestCase("CompleteMultipartUpload", "/b/k", "uploadId=2", "s3:PutObject arn:aws:s3:::b/k")]
    [TestCase("AbortMultipartUpload", "/b/k", "uploadId=2", "s3:AbortMultipartUpload arn:aws:s3:::b/k")]
    [TestCase("ListParts", "/b/k", "uploadId=2", "s3:ListMultipartUploadParts arn:aws:s3:::b/k")]
    [TestCase("GetObjectTagging", "/b/k", "tagging", "s3:GetObjectTagging arn:aws:s3:::b/k")]
    [TestCase("PutObjectTagging", "/b/k", "tagging", "s3:PutObjectTagging arn:aws:s3:::b/k")]
    [TestCase("ListObjectsV2", "/b", "list-type=2", "s3:ListBucket arn:aws:s3:::b")]
    [TestCase("ListObjectsV2", "/b/", "list-type=2&prefix=p%2Fq&delimiter=%2F", "s3:ListBucket arn:aws:s3:::b s3:delimiter=/ s3:prefix=p/q")]
    [TestCase("ListObjects", "/b", "prefix=", "s3:ListBucket arn:aws:s3:::b s3:prefix=")]
    [TestCase("ListObjectVersions", "/b", "versions", "s3:ListBucketVersions arn:aws:s3:::b")]
    [TestCase("ListMultipartUploads", "/b", "uploads", "s3:ListBucketMultipartUploads arn:aws:s3:::b")]
    [TestCase("GetBucketLocation", "/b", "location", "s3:GetBucketLocation arn:aws:s3:::b")]
    [TestCase("HeadBucket", "/b", "", "s3:ListBucket arn:aws:s3:::b")]
    [TestCase("GetBucketRequestPayment", "/b", "requestPayment", "s3:GetBucketRequestPayment arn:aws:s3:::b")]
    [TestCase("DeleteBucketMetricsConfiguration", "/b", "metrics&id=x", "s3:PutMetricsConfiguration arn:aws:s3:::b")]
    [TestCase("ListBucketMetricsConfigurations", "/b", "metrics", "s3:GetMetricsConfiguration arn:aws:s3:::b")]
    [TestCase("GetBucketAccelerateConfiguration", "/b", "accelerate", "s3:GetAccelerateConfiguration arn:aws:s3:::b")]
    [TestCase("DeleteBucketCors", "/b", "cors", "s3:PutBucketCORS arn:aws:s3:::b")]
    [TestCase("DeletePublicAccessBlock", "/b", "publicAccessBlock", "s3:PutBucketPublicAccessBlock arn:aws:s3:::b")]
    [TestCase("GetObjectLockConfiguration", "/b", "object-lock", "s3:GetBucketObjectLockConfiguration arn:aws:s3:::b")]
    [TestCase("PutObjectAcl", "/b/k", "acl&versionId=1", "s3:PutObjectVersionAcl arn:aws:s3:::b/k")]
    [TestCase("DeleteObjectTagging", "/b/k", "tagging", "s3:DeleteObjectTagging arn:aws:s3:::b/k")]
    public void A_request_of_s3_needs(string operation, string path, string query, string needed) =>
        Assert.That(Of("s3", operation, path, query), Is.EqualTo(new[] { needed }));

    [TestCase("attributes", new[] { "s3:GetObject arn:aws:s3:::b/k", "s3:GetObjectAttributes arn:aws:s3:::b/k" })]
    [TestCase("attributes&versionId=1", new[] { "s3:GetObjectVersion arn:aws:s3:::b/k", "s3:GetObjectVersionAttributes arn:aws:s3:::b/k" })]
    public void Attributes_are_read_with_their_object(string query, string[] needed) =>
        Assert.That(Of("s3", "GetObjectAttributes", "/b/k", query), Is.EqualTo(needed));

    [TestCase("CopyObject", "/a/x%20y", "s3:GetObject arn:aws:s3:::a/x y")]
    [TestCase("CopyObject", "a/x?versionId=1", "s3:GetObjectVersion arn:aws:s3:::a/x")]
    [TestCase("CopyObject", "/a/x%3Fy%2Bz", "s3:GetObject arn:aws:s3:::a/x?y+z")]
    [TestCase("CopyObject", "a/%2Fx", "s3:GetObject arn:aws:s3:::a//x")]
    [TestCase("UploadPartCopy", "a/x", "s3:GetObject arn:aws:s3:::a/x")]
    public void A_copy_needs_its_source_and_its_target(string operation, string source, string needed) =>
        Assert.That(
            Of("s3", operation, "/b/k", headers: ("x-amz-copy-source", source)),
            Is.EqualTo(new[] { needed, "s3:PutObject arn:aws:s3:::b/k" }));

    [Test]
    public void Writing_with_tags_needs_tagging_too() =>
        Assert.That(
            Of("s3", "PutObject", "/b/k", headers: ("x-amz-tagging", "a=b")),
            Is.EqualTo(new[] { "s3:PutObject arn:aws:s3:::b/k", "s3:PutObjectTagging arn:aws:s3:::b/k" }));

    [Test]
    public void Deleting_many_objects_needs_each_of_them() =>
        Assert.That(
            Of("s3", "DeleteObjects", "/b", "delete",
                """
                <Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>
                <Object><Key>a &amp; b</Key></Object><Object><Key>c</Key><VersionId>1</VersionId></Object></Delete>
                """),
            Is.EqualTo(new[] { "s3:DeleteObject arn:aws:s3:::b/a & b", "s3:DeleteObjectVersion arn:aws:s3:::b/c" }));

    [Test]
    public void A_list_of_keys_that_is_no_xml_is_left_to_the_service() =>
        Assert.That(Of("s3", "DeleteObjects", "/b", "delete", "<Delete>"), Is.Empty);

    [TestCase("GetItem", """{"TableName": "t"}""", $"dynamodb:GetItem {Dynamo}/t")]
    [TestCase("PutItem", $$"""{"TableName": "{{Dynamo}}/t"}""", $"dynamodb:PutItem {Dynamo}/t")]
    [TestCase("UpdateItem", """{"TableName": "t"}""", $"dynamodb:UpdateItem {Dynamo}/t")]
    [TestCase("DeleteItem", """{"TableName": "t"}""", $"dynamodb:DeleteItem {Dynamo}/t")]
    [TestCase("Query", """{"TableName": "t"}""", $"dynamodb:Query {Dynamo}/t")]
    [TestCase("Query", """{"TableName": "t", "IndexName": "i"}""", $"dynamodb:Query {Dynamo}/t/index/i")]
    [TestCase("Scan", """{"TableName": "t", "IndexName": "i"}""", $"dynamodb:Scan {Dynamo}/t/index/i")]
    [TestCase("DescribeTable", """{"TableName": "t"}""", $"dynamodb:DescribeTable {Dynamo}/t")]
    [TestCase("BatchWriteItem", """{"RequestItems": {"t": [], "u": []}}""", $"dynamodb:BatchWriteItem {Dynamo}/t", $"dynamodb:BatchWriteItem {Dynamo}/u")]
    [TestCase("BatchGetItem", """{"RequestItems": {"t": {}}}""", $"dynamodb:BatchGetItem {Dynamo}/t")]
    [TestCase(
        "TransactWriteItems",
        """{"TransactItems": [{"Put": {"TableName": "t"}}, {"ConditionCheck": {"TableName": "u"}}, {"Delete": {"TableName": "v"}}, {"Update": {"TableName": "w"}}]}""",
        $"dynamodb:PutItem {Dynamo}/t", $"dynamodb:ConditionCheckItem {Dynamo}/u", $"dynamodb:DeleteItem {Dynamo}/v", $"dynamodb:UpdateItem {Dynamo}/w")]
    [TestCase("TransactGetItems", """{"TransactItems": [{"Get": {"TableName": "t"}}]}""", $"dynamodb:GetItem {Dynamo}/t")]
    [TestCase("ExecuteStatement", """{"Statement": "SELECT a, \"from\" FROM \"t-1\" WHERE b = ?"}""", $"dynamodb:PartiQLSelect {Dynamo}/t-1")]
    [TestCase("ExecuteStatement", """{"Statement": "select *\nfrom \"t\".\"i\""}""", $"dynamodb:PartiQLSelect {Dynamo}/t/index/i")]
    [TestCase("ExecuteStatement", """{"Statement": "INSERT INTO t VALUE {'a': 1}"}""", $"dynamodb:PartiQLInsert {Dynamo}/t")]
    [TestCase(
        "BatchExecuteStatement",
        """{"Statements": [{"Statement": "UPDATE \"t\" SET a = 1"}, {"Statement": "DELETE FROM \"u\" WHERE a = 1"}]}""",
        $"dynamodb:PartiQLUpdate {Dynamo}/t", $"dynamodb:PartiQLDelete {Dynamo}/u")]
    [TestCase("ExecuteTransaction", """{"TransactStatements": [{"Statement": "UPDATE t SET a = 1"}]}""", $"dynamodb:PartiQLUpdate {Dynamo}/t")]
    public void A_request_of_dynamodb_needs(string operation, string body, params string[] needed) =>
        Assert.That(Of("dynamodb", operation, body: body), Is.EqualTo(needed));

    [TestCase("Publish")]
    [TestCase("PublishBatch")]
    public void Messages_to_a_topic_need_to_publish(string operation) =>
        Assert.That(
            Of("sns", operation, form: new() { ["TopicArn"] = "arn:aws:sns:us-east-1:123456789012:t" }),
            Is.EqualTo(new[] { "sns:Publish arn:aws:sns:us-east-1:123456789012:t" }));

    [Test]
    public void A_text_message_is_sent_to_no_topic() =>
        Assert.That(Of("sns", "Publish", form: new() { ["PhoneNumber"] = "1" }), Is.EqualTo(new[] { "sns:Publish *" }));

    [TestCase("SendMessage", """{"QueueUrl": "http://localhost/123456789012/q"}""", "sqs:SendMessage")]
    [TestCase("SendMessageBatch", """{"QueueUrl": "http://localhost/123456789012/q"}""", "sqs:SendMessage")]
    [TestCase("ReceiveMessage", """{"QueueUrl": "http://localhost/123456789012/q"}""", "sqs:ReceiveMessage")]
    [TestCase("DeleteMessageBatch", """{"QueueUrl": "http://localhost/123456789012/q"}""", "sqs:DeleteMessage")]
    [TestCase("GetQueueUrl", """{"QueueName": "q"}""", "sqs:GetQueueUrl")]
    public void A_request_of_sqs_needs(string operation, string body, string action) =>
        Assert.That(Of("sqs", operation, body: body), Is.EqualTo(new[] { $"{action} arn:aws:sqs:us-east-1:123456789012:q" }));

    [TestCase("f", "", "f")]
    [TestCase("f", "Qualifier=live", "f:live")]
    [TestCase("f%3Alive", "Qualifier=live", "f:live")]
    [TestCase("1", "Qualifier=1", "1:1")]
    [TestCase("123456789012:function:f", "", "f")]
    [TestCase("arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af", "", "f")]
    public void An_invocation_needs_the_function(string function, string query, string resource) =>
        Assert.That(
            Of("lambda", "POST", $"/2015-03-31/functions/{function}/invocations", query),
            Is.EqualTo(new[] { $"lambda:InvokeFunction arn:aws:lambda:us-east-1:123456789012:function:{resource}" }));

    [TestCase("athena", "StartQueryExecution", """{"WorkGroup": "w"}""", "athena:StartQueryExecution arn:aws:athena:us-east-1:123456789012:workgroup/w", "athena:GetDataCatalog arn:aws:athena:us-east-1:123456789012:datacatalog/AwsDataCatalog")]
    [TestCase("athena", "StartQueryExecution", """{"QueryExecutionContext": {"Catalog": "theirs"}}""", "athena:StartQueryExecution arn:aws:athena:us-east-1:123456789012:workgroup/primary", "athena:GetDataCatalog arn:aws:athena:us-east-1:123456789012:datacatalog/theirs")]
    [TestCase("athena", "GetQueryExecution", """{"QueryExecutionId": "q"}""")]
    [TestCase("athena", "CreateWorkGroup", """{"Name": "w"}""", "athena:CreateWorkGroup arn:aws:athena:us-east-1:123456789012:workgroup/w")]
    [TestCase("athena", "ListDatabases", """{"CatalogName": "c"}""", "athena:ListDatabases arn:aws:athena:us-east-1:123456789012:datacatalog/c")]
    [TestCase("glue", "StartJobRun", """{"JobName": "j"}""", "glue:StartJobRun arn:aws:glue:us-east-1:123456789012:job/j")]
    [TestCase("glue", "CreateJob", """{"Name": "j"}""", "glue:CreateJob arn:aws:glue:us-east-1:123456789012:job/j")]
    [TestCase(
        "glue", "CreateDatabase", """{"DatabaseInput": {"Name": "d"}}""",
        "glue:CreateDatabase arn:aws:glue:us-east-1:123456789012:catalog",
        "glue:CreateDatabase arn:aws:glue:us-east-1:123456789012:database/d")]
    [TestCase(
        "glue", "CreateTable", """{"DatabaseName": "d", "TableInput": {"Name": "t"}}""",
        "glue:CreateTable arn:aws:glue:us-east-1:123456789012:catalog",
        "glue:CreateTable arn:aws:glue:us-east-1:123456789012:database/d",
        "glue:CreateTable arn:aws:glue:us-east-1:123456789012:table/d/t")]
    [TestCase("events", "UpdateConnection", """{"Name": "c"}""", "events:UpdateConnection arn:aws:events:us-east-1:123456789012:connection/c")]
    [TestCase(
        "glue", "GetTable", """{"DatabaseName": "d", "Name": "t"}""",
        "glue:GetTable arn:aws:glue:us-east-1:123456789012:catalog",
        "glue:GetTable arn:aws:glue:us-east-1:123456789012:database/d",
        "glue:GetTable arn:aws:glue:us-east-1:123456789012:table/d/t")]
    [TestCase("states", "StartExecution", $$"""{"stateMachineArn": "{{Machine}}"}""", $"states:StartExecution {Machine}")]
    [TestCase("states", "StartSyncExecution", $$"""{"stateMachineArn": "{{Machine}}"}""", $"states:StartSyncExecution {Machine}")]
    [TestCase("states", "StopExecution", """{"executionArn": "e"}""", "states:StopExecution e")]
    [TestCase("states", "DescribeMapRun", """{"mapRunArn": "r"}""", "states:DescribeMapRun r")]
    [TestCase("states", "UpdateMapRun", """{"mapRunArn": "r"}""", "states:UpdateMapRun r")]
    [TestCase("states", "ListMapRuns", """{"executionArn": "e"}""", "states:ListMapRuns e")]
    [TestCase("states", "ListExecutions", """{"mapRunArn": "r"}""", "states:ListExecutions r")]
    [TestCase("states", "ListStateMachines", "{}", "states:ListStateMachines *")]
    [TestCase("states", "ValidateStateMachineDefinition", """{"definition": "{}"}""", "states:ValidateStateMachineDefinition *")]
    [TestCase("states", "DeleteStateMachine", """{"stateMachineArn": "m"}""", "states:DeleteStateMachine m")]
    [TestCase("states", "DescribeStateMachineForExecution", """{"executionArn": "e"}""", "states:DescribeStateMachineForExecution e")]
    [TestCase("states", "TagResource", """{"resourceArn": "m"}""", "states:TagResource m")]
    [TestCase("states", "DeleteStateMachineVersion", """{"stateMachineVersionArn": "m:1"}""", "states:DeleteStateMachineVersion m:1")]
    [TestCase("states", "CreateStateMachine", """{"name": "m", "roleArn": "r", "publish": true, "tags": [{"key": "k"}]}""",
        $"states:CreateStateMachine {Machine}", "iam:PassRole r iam:PassedToService=states.amazonaws.com",
        $"states:PublishStateMachineVersion {Machine}", $"states:TagResource {Machine}")]
    [TestCase("states", "UpdateStateMachine", """{"stateMachineArn": "m", "definition": "{}"}""", "states:UpdateStateMachine m")]
    [TestCase("states", "RedriveExecution", """{"executionArn": "e"}""", "states:RedriveExecution e")]
    [TestCase(
        "events", "PutEvents", """{"Entries": [{}, {"EventBusName": "b"}, {}]}""",
        "events:PutEvents arn:aws:events:us-east-1:123456789012:event-bus/default", "events:PutEvents arn:aws:events:us-east-1:123456789012:event-bus/b")]
    [TestCase(
        "secretsmanager", "GetSecretValue", """{"SecretId": "arn:aws:secretsmanager:us-east-1:123456789012:secret:s-abcdef"}""",
        "secretsmanager:GetSecretValue arn:aws:secretsmanager:us-east-1:123456789012:secret:s-abcdef")]
    [TestCase(
        "logs", "PutLogEvents", """{"logGroupName": "g", "logStreamName": "s"}""",
        "logs:PutLogEvents arn:aws:logs:us-east-1:123456789012:log-group:g:log-stream:s")]
    [TestCase("monitoring", "PutMetricData", """{"Namespace": "Glue"}""", "cloudwatch:PutMetricData * cloudwatch:namespace=Glue")]
    public void A_request_of_another_service_needs(string service, string operation, string body, params string[] needed) =>
        Assert.That(Of(service, operation, body: body), Is.EqualTo(needed));

    [TestCase("/TraceSegments", "xray:PutTraceSegments *")]
    [TestCase("/SamplingRules", "xray:GetSamplingRules *")]
    public void A_request_of_xray_needs(string path, string needed) =>
        Assert.That(Of("xray", "POST", path), Is.EqualTo(new[] { needed }));

    [TestCase("s3", "CreateSession")]
    [TestCase("dynamodb", "CreateBackup")]
    [TestCase("sns", "CreateTopic")]
    [TestCase("sqs", "CreateQueue")]
    [TestCase("lambda", "GET")]
    [TestCase("states", "CreateActivity")]
    [TestCase("kms", "Decrypt")]
    public void What_an_unknown_operation_needs_is_unknown(string service, string operation) =>
        Assert.That(Of(service, operation), Is.Null);

    [Test]
    public void A_statement_that_is_none_is_unknown() =>
        Assert.That(Of("dynamodb", "ExecuteStatement", body: """{"Statement": "EXPLAIN t"}"""), Is.Null);

    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("""{"TableName": 1}""")]
    public void A_body_that_names_nothing_needs_a_resource_without_a_name(string body) =>
        Assert.That(Of("dynamodb", "GetItem", body: body), Is.EqualTo(new[] { $"dynamodb:GetItem {Dynamo}/" }));

    [TestCase("dynamodb", "GetItem", true, true)]
    [TestCase("s3", "DeleteObjects", false, true)]
    [TestCase("s3", "PutObject", false, false)]
    [TestCase("sns", "Publish", false, false)]
    public void A_body_is_read_where_it_names_resources(string service, string operation, bool hasTarget, bool isRead)
    {
        var request = new DefaultHttpContext().Request;
        if (hasTarget)
        {
            request.Headers["X-Amz-Target"] = "X.Y";
        }

        Assert.That(RequestContent.IsInBody(request, new AwsRequest("key", service, operation, "/", NoForm)), Is.EqualTo(isRead));
    }

    private static Dictionary<string, string> NoForm { get; } = [];

    private static IEnumerable<string>? Of(
        string service,
        string operation,
        string path = "/",
        string query = "",
        string? body = null,
        Dictionary<string, string>? form = null,
        (string Name, string Value)? headers = null)
    {
        var http = new DefaultHttpContext().Request;
        http.QueryString = new QueryString($"?{query}");
        if (headers is var (name, value))
        {
            http.Headers[name] = value;
        }
        var request = new AwsRequest("key", service, operation, path, form ?? NoForm);
        return Actions.Of(request, RequestContent.Of(http, body))?.Select(needed => string.Join(
            ' ', needed.Context.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => $"{key.Key}={key.Value}").Prepend($"{needed.Action} {needed.Resource}")));
    }
}
