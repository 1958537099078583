namespace Fanout.Infra.StatesLanguage;

/// <summary>The resources of Task states ("Integrating services with Step Functions").</summary>
public static class Integration
{
    /// <summary>Invokes a function; the result's Payload is what it returned.</summary>
    public const string LambdaInvoke = "arn:aws:states:::lambda:invoke";

    /// <summary>Runs a query and ends with it; the result's QueryExecution describes it.</summary>
    public const string AthenaStartQueryExecutionSync = "arn:aws:states:::athena:startQueryExecution.sync";

    /// <summary>Reads the first rows of a query's result, the line of names before them; the result's ResultSet has them.</summary>
    public const string AthenaGetQueryResults = "arn:aws:states:::athena:getQueryResults";

    /// <summary>Reads one item.</summary>
    public const string DynamoDbGetItem = "arn:aws:states:::dynamodb:getItem";

    /// <summary>Changes attributes of one item, or creates it.</summary>
    public const string DynamoDbUpdateItem = "arn:aws:states:::dynamodb:updateItem";

    /// <summary>Reads a page of the items of one partition; the result's LastEvaluatedKey says where the next begins.</summary>
    public const string DynamoDbQuery = "arn:aws:states:::aws-sdk:dynamodb:query";

    /// <summary>Calls an HTTPS API; the result has StatusCode, Headers and ResponseBody.</summary>
    public const string HttpInvoke = "arn:aws:states:::http:invoke";

    /// <summary>Runs a Glue job and ends with it; the result describes the run.</summary>
    public const string GlueStartJobRunSync = "arn:aws:states:::glue:startJobRun.sync";

    /// <summary>Runs another state machine and ends with it; the result's Output is its output.</summary>
    public const string StartExecutionSync = "arn:aws:states:::states:startExecution.sync:2";

    /// <summary>Runs an Express state machine; a result comes even where it fails: its Status, and Output as text.</summary>
    public const string StartSyncExecution = "arn:aws:states:::aws-sdk:sfn:startSyncExecution";

    /// <summary>Reads an object; the result's Body is its text.</summary>
    public const string S3GetObject = "arn:aws:states:::aws-sdk:s3:getObject";

    /// <summary>Lists up to a thousand objects; the result's Contents has Key and Size of each.</summary>
    public const string S3ListObjects = "arn:aws:states:::aws-sdk:s3:listObjectsV2";

    /// <summary>Writes an object; a Body that is no text is written as JSON.</summary>
    public const string S3PutObject = "arn:aws:states:::aws-sdk:s3:putObject";

    /// <summary>Publishes up to ten messages, each of which may be refused alone.</summary>
    public const string SnsPublishBatch = "arn:aws:states:::aws-sdk:sns:publishBatch";

    /// <summary>Sends a message to a queue.</summary>
    public const string SqsSendMessage = "arn:aws:states:::sqs:sendMessage";

    /// <summary>Tells how many items and executions a Map Run has had.</summary>
    public const string DescribeMapRun = "arn:aws:states:::aws-sdk:sfn:describeMapRun";
}
