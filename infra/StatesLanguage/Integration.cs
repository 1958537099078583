namespace Fanout.Infra.StatesLanguage;

/// <summary>The resources of Task states ("Integrating services with Step Functions").</summary>
public static class Integration
{
    /// <summary>Invokes a function; the result's Payload is what it returned.</summary>
    public const string LambdaInvoke = "arn:aws:states:::lambda:invoke";

    /// <summary>Runs a query and ends with it; the result's QueryExecution describes it.</summary>
    public const string AthenaStartQueryExecutionSync = "arn:aws:states:::athena:startQueryExecution.sync";

    /// <summary>Reads one item.</summary>
    public const string DynamoDbGetItem = "arn:aws:states:::dynamodb:getItem";

    /// <summary>Reads an object; the result's Body is its text.</summary>
    public const string S3GetObject = "arn:aws:states:::aws-sdk:s3:getObject";

    /// <summary>Lists up to a thousand objects; the result's Contents has Key and Size of each.</summary>
    public const string S3ListObjects = "arn:aws:states:::aws-sdk:s3:listObjectsV2";

    /// <summary>Publishes up to ten messages, each of which may be refused alone.</summary>
    public const string SnsPublishBatch = "arn:aws:states:::aws-sdk:sns:publishBatch";

    /// <summary>Sends a message to a queue.</summary>
    public const string SqsSendMessage = "arn:aws:states:::sqs:sendMessage";

    /// <summary>Tells how many items and executions a Map Run has had.</summary>
    public const string DescribeMapRun = "arn:aws:states:::aws-sdk:sfn:describeMapRun";
}
