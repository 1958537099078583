namespace Fanout.Local.Checks;

/// <summary>Type tokens of the AWS provider.</summary>
internal static class AwsType
{
    public const string Bucket = "aws:s3/bucket:Bucket";
    public const string BucketEncryption =
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    public const string BucketLifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
    public const string BucketLogging = "aws:s3/bucketLogging:BucketLogging";
    public const string BucketObject = "aws:s3/bucketObjectv2:BucketObjectv2";
    public const string BucketPolicy = "aws:s3/bucketPolicy:BucketPolicy";
    public const string BucketPublicAccessBlock = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
    public const string Database = "aws:glue/catalogDatabase:CatalogDatabase";
    public const string DatabaseTable = "aws:glue/catalogTable:CatalogTable";
    public const string EventInvokeConfig = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
    public const string Function = "aws:lambda/function:Function";
    public const string Job = "aws:glue/job:Job";
    public const string LogGroup = "aws:cloudwatch/logGroup:LogGroup";
    public const string Permission = "aws:lambda/permission:Permission";
    public const string Queue = "aws:sqs/queue:Queue";
    public const string QueuePolicy = "aws:sqs/queuePolicy:QueuePolicy";
    public const string Role = "aws:iam/role:Role";
    public const string RolePolicy = "aws:iam/rolePolicy:RolePolicy";
    public const string RolePolicyAttachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    public const string StateMachine = "aws:sfn/stateMachine:StateMachine";
    public const string Table = "aws:dynamodb/table:Table";
    public const string Topic = "aws:sns/topic:Topic";
    public const string TopicPolicy = "aws:sns/topicPolicy:TopicPolicy";
    public const string Workgroup = "aws:athena/workgroup:Workgroup";
}
