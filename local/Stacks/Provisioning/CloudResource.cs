using System.Collections.Immutable;
using Fanout.Local.Aws;
using Pulumi;

namespace Fanout.Local.Stacks.Provisioning;

/// <summary>A resource of the AWS provider: what the program asked for and what AWS would have answered.</summary>
/// <param name="Type">Its type token.</param>
/// <param name="Name">Its name; its name in the program where the type has none of its own.</param>
/// <param name="Id">Its id.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its inputs (without assets) and what AWS adds to them.</param>
public sealed record CloudResource(
    string Type,
    string Name,
    string Id,
    ImmutableDictionary<string, object> Inputs,
    ImmutableDictionary<string, object> Outputs)
{
    // The input that names a resource, where it is not "name"; null for what has no name.
    private static readonly Dictionary<string, string?> NameInputs = new()
    {
        ["aws:kms/key:Key"] = null,
        ["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"] = null,
        ["aws:lambda/permission:Permission"] = "statementId",
        ["aws:s3/bucket:Bucket"] = "bucket",
        ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"] = null,
        ["aws:s3/bucketLogging:BucketLogging"] = null,
        ["aws:s3/bucketNotification:BucketNotification"] = null,
        ["aws:s3/bucketObjectv2:BucketObjectv2"] = "key",
        ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"] = null,
        ["aws:s3/bucketPolicy:BucketPolicy"] = null,
        ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"] = null,
        ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"] = null,
        ["aws:s3/bucketVersioning:BucketVersioning"] = null,
        ["aws:sns/topicPolicy:TopicPolicy"] = null,
        ["aws:sns/topicSubscription:TopicSubscription"] = null,
        ["aws:sqs/queuePolicy:QueuePolicy"] = null,
    };

    /// <summary>The resource's ARN.</summary>
    public string Arn => (string)Outputs["arn"];

    /// <summary>A text input, or null where it was not given.</summary>
    public string? Text(string input) => Inputs.GetValueOrDefault(input) as string;

    /// <summary>A text input that the provider requires.</summary>
    public string RequiredText(string input) => Text(input)
        ?? throw new LocalException($"{Type} {Name}: {input} is required.");

    /// <summary>Whether a boolean input is set.</summary>
    public bool Flag(string input) => Inputs.GetValueOrDefault(input) is true;

    /// <summary>A nested input, or null where it was not given.</summary>
    public ImmutableDictionary<string, object>? Map(string input) =>
        Inputs.GetValueOrDefault(input) as ImmutableDictionary<string, object>;

    /// <summary>A list of nested inputs; empty where it was not given.</summary>
    public IEnumerable<ImmutableDictionary<string, object>> Maps(string input) =>
        (Inputs.GetValueOrDefault(input) as IEnumerable<object> ?? []).Cast<ImmutableDictionary<string, object>>();

    /// <summary>The resource with an id that only its making tells, which is an output too.</summary>
    public CloudResource Identified(string id, string output) => this with { Id = id, Outputs = Outputs.SetItem(output, id) };

    /// <summary>Derives id and outputs from the inputs.</summary>
    /// <exception cref="LocalException">The local cloud does not know the type.</exception>
    public static CloudResource Of(
        AwsAccount account, string type, string logicalName, ImmutableDictionary<string, object> inputs)
    {
        var nameInput = NameInputs.GetValueOrDefault(type, "name");
        var name = nameInput is null ? logicalName : NameOf(nameInput, logicalName, inputs);
        var (id, added) = IdAndOutputs(account, type, name, inputs);
        var outputs = inputs.Where(input => input.Value is not AssetOrArchive).ToImmutableDictionary().SetItems(added);
        return new CloudResource(type, name, id, inputs, nameInput is null ? outputs : outputs.SetItem(nameInput, name));
    }

    private static string NameOf(string nameInput, string logicalName, ImmutableDictionary<string, object> inputs)
    {
        if (inputs.TryGetValue(nameInput, out var given))
        {
            return (string)given;
        }

        var name = inputs.TryGetValue($"{nameInput}Prefix", out var prefix)
            ? AwsAccount.AutoName((string)prefix, logicalName)
            : AwsAccount.AutoName(logicalName);
        return inputs.GetValueOrDefault("fifoQueue") is true || inputs.GetValueOrDefault("fifoTopic") is true
            ? $"{name}.fifo"
            : name;
    }

    private static (string Id, Dictionary<string, object> Added) IdAndOutputs(
        AwsAccount account, string type, string name, ImmutableDictionary<string, object> inputs) => type switch
        {
            "aws:athena/workgroup:Workgroup" => (name, Added(("arn", account.Arn("athena", $"workgroup/{name}")))),
            "aws:cloudwatch/eventConnection:EventConnection" => ConnectionOutputs(account, name),
            "aws:cloudwatch/logGroup:LogGroup" => (name, Added(("arn", account.Arn("logs", $"log-group:{name}")))),
            "aws:cloudwatch/metricAlarm:MetricAlarm" => (name, Added(("arn", account.Arn("cloudwatch", $"alarm:{name}")))),
            "aws:dynamodb/table:Table" => (name, Added(("arn", account.Arn("dynamodb", $"table/{name}")))),
            "aws:glue/catalogDatabase:CatalogDatabase" => (
                $"{AwsAccount.Id}:{name}",
                Added(("arn", account.Arn("glue", $"database/{name}")), ("catalogId", AwsAccount.Id))),
            "aws:glue/catalogTable:CatalogTable" => (
                $"{AwsAccount.Id}:{inputs["databaseName"]}:{name}",
                Added(("arn", account.Arn("glue", $"table/{inputs["databaseName"]}/{name}")), ("catalogId", AwsAccount.Id))),
            "aws:glue/job:Job" => (name, Added(("arn", account.Arn("glue", $"job/{name}")))),
            "aws:iam/role:Role" => (name, Added(("arn", AwsAccount.IamArn($"role/{name}")))),
            "aws:iam/rolePolicy:RolePolicy" => ($"{inputs["role"]}:{name}", Added()),
            "aws:kms/key:Key" => KeyOutputs(account, name),
            "aws:lambda/function:Function" => FunctionOutputs(account, name),
            "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig" => ((string)inputs["functionName"], Added()),
            "aws:lambda/permission:Permission" => (name, Added()),
            "aws:s3/bucket:Bucket" => BucketOutputs(account, name),
            "aws:s3/bucketObjectv2:BucketObjectv2" => ObjectOutputs(name, inputs),
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
                or "aws:s3/bucketLogging:BucketLogging"
                or "aws:s3/bucketNotification:BucketNotification"
                or "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
                or "aws:s3/bucketPolicy:BucketPolicy"
                or "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
                or "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
                or "aws:s3/bucketVersioning:BucketVersioning" => ((string)inputs["bucket"], Added()),
            "aws:scheduler/schedule:Schedule" => ScheduleOutputs(account, name, inputs),
            "aws:sfn/stateMachine:StateMachine" => StateMachineOutputs(account, name),
            "aws:sns/topic:Topic" => TopicOutputs(account, name),
            "aws:sns/topicPolicy:TopicPolicy" => ((string)inputs["arn"], Added(("owner", AwsAccount.Id))),
            "aws:sns/topicSubscription:TopicSubscription" => SubscriptionOutputs(name, inputs),
            "aws:sqs/queue:Queue" => QueueOutputs(account, name),
            "aws:sqs/queuePolicy:QueuePolicy" => ((string)inputs["queueUrl"], Added()),
            _ => throw new LocalException($"The local cloud has no {type} yet; add it to {nameof(CloudResource)}.{nameof(Of)}."),
        };

    private static (string, Dictionary<string, object>) ConnectionOutputs(AwsAccount account, string name)
    {
        var path = $"connection/{name}/{AwsAccount.GeneratedId(name)}";
        return (name, Added(
            ("arn", account.Arn("events", path)), ("secretArn", account.Arn("secretsmanager", $"secret:events!{path}"))));
    }

    private static (string, Dictionary<string, object>) FunctionOutputs(AwsAccount account, string name)
    {
        var arn = account.Arn("lambda", $"function:{name}");
        return (name, Added(
            ("arn", arn),
            ("qualifiedArn", $"{arn}:$LATEST"),
            ("version", "$LATEST"),
            ("invokeArn", $"arn:aws:apigateway:{account.Region}:lambda:path/2015-03-31/functions/{arn}/invocations")));
    }

    private static (string, Dictionary<string, object>) KeyOutputs(AwsAccount account, string name)
    {
        var id = $"{AwsAccount.GeneratedId(name)}";
        return (id, Added(("arn", account.Arn("kms", $"key/{id}")), ("keyId", id)));
    }

    private static (string, Dictionary<string, object>) BucketOutputs(AwsAccount account, string name) => (name, Added(
        ("arn", AwsAccount.S3Arn(name)),
        ("bucketDomainName", $"{name}.s3.amazonaws.com"),
        ("bucketRegion", account.Region),
        ("bucketRegionalDomainName", $"{name}.s3.{account.Region}.amazonaws.com")));

    private static (string, Dictionary<string, object>) ObjectOutputs(
        string key, ImmutableDictionary<string, object> inputs)
    {
        var id = $"{inputs["bucket"]}/{key}";
        return (id, Added(("arn", AwsAccount.S3Arn(id))));
    }

    private static (string, Dictionary<string, object>) ScheduleOutputs(
        AwsAccount account, string name, ImmutableDictionary<string, object> inputs)
    {
        var group = (string)inputs.GetValueOrDefault("groupName", "default");
        return ($"{group}/{name}", Added(("arn", account.Arn("scheduler", $"schedule/{group}/{name}")), ("groupName", group)));
    }

    private static (string, Dictionary<string, object>) StateMachineOutputs(AwsAccount account, string name)
    {
        var arn = account.Arn("states", $"stateMachine:{name}");
        return (arn, Added(("arn", arn), ("status", "ACTIVE")));
    }

    private static (string, Dictionary<string, object>) TopicOutputs(AwsAccount account, string name)
    {
        var arn = account.Arn("sns", name);
        return (arn, Added(("arn", arn), ("owner", AwsAccount.Id)));
    }

    private static (string, Dictionary<string, object>) SubscriptionOutputs(
        string logicalName, ImmutableDictionary<string, object> inputs)
    {
        var arn = $"{inputs["topic"]}:{AwsAccount.AutoName(logicalName)}";
        return (arn, Added(("arn", arn), ("ownerId", AwsAccount.Id)));
    }

    private static (string, Dictionary<string, object>) QueueOutputs(AwsAccount account, string name)
    {
        var url = $"https://sqs.{account.Region}.amazonaws.com/{AwsAccount.Id}/{name}";
        return (url, Added(("arn", account.Arn("sqs", name)), ("url", url)));
    }

    private static Dictionary<string, object> Added(params (string Key, string Value)[] outputs) =>
        outputs.ToDictionary(output => output.Key, object (output) => output.Value);
}
