using System.Text.Json.Nodes;
using Pulumi;

namespace Fanout.Infra.Blocks;

/// <summary>IAM policy documents as JSON ("IAM JSON policy elements reference").</summary>
public static class PolicyDocument
{
    /// <summary>An identity policy of the given statements.</summary>
    public static Output<string> Identity(IReadOnlyList<Statement> statements) =>
        Output.All(statements.Select(statement => statement.Resources.ToOutput())).Apply(resources =>
            Document(statements.Zip(resources, (statement, arns) => Allow(statement, arns))));

    /// <summary>A trust policy: one service may assume the role.</summary>
    /// <param name="service">The service's principal, such as <c>lambda.amazonaws.com</c>.</param>
    /// <param name="condition">
    /// A condition block that says on whose behalf ("The confused deputy problem"), for services that document it for the
    /// roles that they act with. No page says that Lambda and Glue send these keys, and who does not send them is not let in.
    /// </param>
    public static string Trust(string service, JsonObject? condition = null)
    {
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = service },
            ["Action"] = "sts:AssumeRole",
        };
        if (condition is not null)
        {
            statement["Condition"] = condition;
        }

        return Document([statement]);
    }

    /// <summary>A statement of a topic's policy: some alarms of the account may publish ("Using Amazon CloudWatch
    /// alarms": Amazon SNS topic permissions).</summary>
    /// <param name="topicArn">The topic's ARN.</param>
    /// <param name="alarmArns">The alarms' ARNs, with wildcards.</param>
    /// <param name="account">The account that owns them, twelve digits.</param>
    public static JsonObject PublishAlarms(string topicArn, IEnumerable<string> alarmArns, string account) => new()
    {
        ["Sid"] = "PublishAlarms",
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject { ["Service"] = "cloudwatch.amazonaws.com" },
        ["Action"] = "sns:Publish",
        ["Resource"] = topicArn,
        ["Condition"] = new JsonObject
        {
            ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = account },
            ["ArnLike"] = new JsonObject { ["aws:SourceArn"] = new JsonArray([.. alarmArns]) },
        },
    };

    /// <summary>The policy of a key that encrypts a topic of alarms: the account administers it, and CloudWatch uses it
    /// ("Configuring AWS KMS permissions for Amazon SNS"). A key's policy calls the key itself <c>*</c>.</summary>
    /// <param name="partition">The partition, such as <c>aws</c>.</param>
    /// <param name="account">The account, twelve digits.</param>
    public static string AlarmKey(string partition, string account) => Document(
    [
        new JsonObject
        {
            ["Sid"] = "AdministerKey",
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = $"arn:{partition}:iam::{account}:root" },
            ["Action"] = "kms:*",
            ["Resource"] = "*",
        },
        new JsonObject
        {
            ["Sid"] = "EncryptAlarms",
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = "cloudwatch.amazonaws.com" },
            ["Action"] = Texts(["kms:Decrypt", "kms:GenerateDataKey*"]),
            ["Resource"] = "*",
            ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = account } },
        },
    ]);

    /// <summary>A resource policy that refuses every call that does not come over TLS.</summary>
    /// <param name="actions">The service's actions, such as <c>s3:*</c>.</param>
    /// <param name="resources">The ARNs of what the policy protects.</param>
    /// <param name="statements">What the policy says beside that.</param>
    public static Output<string> DenyWithoutTls(
        string actions, InputList<string> resources, params IReadOnlyList<Output<JsonObject>> statements) =>
        Output.Tuple(resources.ToOutput(), Output.All(statements)).Apply(parts => Document(
        [
            new JsonObject
            {
                ["Sid"] = "DenyWithoutTls",
                ["Effect"] = "Deny",
                ["Principal"] = "*",
                ["Action"] = actions,
                ["Resource"] = Texts(parts.Item1),
                ["Condition"] = new JsonObject { ["Bool"] = new JsonObject { ["aws:SecureTransport"] = "false" } },
            },
            .. parts.Item2,
        ]));

    /// <summary>A statement of a bucket's policy: S3 may write the access logs of some buckets of the account to it
    /// ("Enabling Amazon S3 server access logging": permissions for log delivery).</summary>
    /// <param name="bucketArn">The ARN of the bucket that holds the logs.</param>
    /// <param name="sourceArns">The ARNs of the buckets whose logs they are.</param>
    /// <param name="account">The account that owns them, twelve digits.</param>
    public static JsonObject DeliverAccessLogs(string bucketArn, IEnumerable<string> sourceArns, string account) => new()
    {
        ["Sid"] = "DeliverAccessLogs",
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject { ["Service"] = "logging.s3.amazonaws.com" },
        ["Action"] = "s3:PutObject",
        ["Resource"] = $"{bucketArn}/*",
        ["Condition"] = new JsonObject
        {
            ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = account },
            ["ArnLike"] = new JsonObject { ["aws:SourceArn"] = Texts(sourceArns) },
        },
    };

    private static JsonObject Allow(Statement statement, IEnumerable<string> resources)
    {
        var json = new JsonObject
        {
            ["Sid"] = statement.Sid,
            ["Effect"] = "Allow",
            ["Action"] = Texts(statement.Actions),
            ["Resource"] = Texts(resources),
        };
        if (statement.Condition is not null)
        {
            json["Condition"] = statement.Condition.DeepClone();
        }

        return json;
    }

    private static string Document(IEnumerable<JsonObject> statements) =>
        new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray([.. statements]),
        }.ToJsonString();

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
