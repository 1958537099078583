using System.Collections.Immutable;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fanout.Local.Athena;
using Fanout.Local.Athena.Catalog;
using Fanout.Local.Glue;
using Fanout.Local.Http;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Machines;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.Cloud;

/// <summary>Makes the program's resources in a local cloud.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="cancellation">Ends the making.</param>
public sealed class Provisioner(LocalCloud cloud, CancellationToken cancellation)
{
    private readonly StorageProvisioner _storage = new(cloud, cancellation);
    private readonly MessagingProvisioner _messaging = new(cloud, cancellation);
    private readonly FunctionProvisioner _functions = new(cloud);
    private readonly EventsProvisioner _events = new(cloud);
    private readonly PolicyProvisioner _policies = new(cloud.Iam, cloud.Account, cloud.FunctionPolicies);

    /// <summary>Makes one resource; configuration that nothing here acts upon is only noted.</summary>
    /// <returns>The resource with what only its making tells.</returns>
    /// <exception cref="LocalException">The resource could not be made.</exception>
    public async Task<CloudResource> CreateAsync(CloudResource resource)
    {
        resource = cloud.Amend(resource);
        _policies.Register(resource);
        switch (resource.Type)
        {
            case "aws:athena/workgroup:Workgroup":
                cloud.Athena.AddWorkgroup(Workgroup.Of(resource));
                break;
            case "aws:cloudwatch/eventConnection:EventConnection":
                cloud.Connections[resource.Arn] = Connection.Of(resource);
                break;
            case "aws:cloudwatch/logGroup:LogGroup":
                CreateLogGroup(resource);
                break;
            case "aws:dynamodb/table:Table":
                await CreateTableAsync(resource);
                break;
            case "aws:glue/catalogDatabase:CatalogDatabase":
                cloud.Athena.Catalog.AddDatabase(resource.Name);
                break;
            case "aws:glue/catalogTable:CatalogTable":
                cloud.Athena.Catalog.AddTable(GlueTableReader.Read(resource));
                break;
            case "aws:glue/job:Job":
                CreateJob(resource);
                break;
            case "aws:lambda/function:Function":
                _functions.Create(resource);
                break;
            case "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig":
                _functions.ConfigureEvents(resource);
                break;
            case "aws:s3/bucket:Bucket":
                await _storage.CreateBucketAsync(resource);
                break;
            case "aws:s3/bucketNotification:BucketNotification":
                cloud.Notifications.Configure(resource);
                break;
            case "aws:s3/bucketObjectv2:BucketObjectv2":
                await _storage.PutObjectAsync(resource);
                break;
            case "aws:s3/bucketVersioning:BucketVersioning":
                await _storage.SetVersioningAsync(resource);
                break;
            case "aws:scheduler/schedule:Schedule":
                _events.Schedule(resource);
                break;
            case "aws:sns/topic:Topic":
                await _messaging.CreateTopicAsync(resource);
                break;
            case "aws:sns/topicSubscription:TopicSubscription":
                return await _messaging.SubscribeAsync(resource);
            case "aws:sqs/queue:Queue":
                return await _messaging.CreateQueueAsync(resource);
            case "aws:sfn/stateMachine:StateMachine":
                CreateStateMachine(resource);
                break;
        }

        return resource;
    }

    private async Task CreateTableAsync(CloudResource resource)
    {
        using var dynamoDb = cloud.DynamoDb();
        var request = new CreateTableRequest
        {
            TableName = resource.Name,
            BillingMode = resource.Text("billingMode"),
            AttributeDefinitions =
            [
                .. resource.Maps("attributes").Select(attribute =>
                    new AttributeDefinition((string)attribute["name"], (string)attribute["type"])),
            ],
            KeySchema = [.. KeySchema(resource)],
            DeletionProtectionEnabled = resource.Flag("deletionProtectionEnabled"),
        };
        try
        {
            await dynamoDb.CreateTableAsync(request, cancellation);
        }
        catch (ResourceInUseException)
        {
            // An emulator that was there before keeps what an earlier run made.
            await CheckKeysAsync(dynamoDb, request);
        }
    }

    private async Task CheckKeysAsync(AmazonDynamoDBClient dynamoDb, CreateTableRequest request)
    {
        var existing = (await dynamoDb.DescribeTableAsync(request.TableName, cancellation)).Table.KeySchema;
        if (!Names(existing).SequenceEqual(Names(request.KeySchema)))
        {
            throw new LocalException(
                $"the emulator has a table of that name with the keys {string.Join(", ", Names(existing))}; "
                    + "delete it there, or restart the emulator.");
        }

        static IEnumerable<string> Names(IEnumerable<KeySchemaElement> keys) => keys.Select(key => key.AttributeName);
    }

    private static IEnumerable<KeySchemaElement> KeySchema(CloudResource table)
    {
        yield return new KeySchemaElement(table.RequiredText("hashKey"), "HASH");
        if (table.Text("rangeKey") is { } rangeKey)
        {
            yield return new KeySchemaElement(rangeKey, "RANGE");
        }
    }

    private void CreateLogGroup(CloudResource resource)
    {
        var group = cloud.Logs.Create(resource.Name);
        group.RetentionInDays = resource.Inputs.GetValueOrDefault("retentionInDays") is double and > 0 and var days ? (int)days : null;
        group.KmsKey = resource.Text("kmsKeyId");
        group.Tags = (resource.Map("tags") ?? []).ToImmutableSortedDictionary(tag => tag.Key, tag => (string)tag.Value, StringComparer.Ordinal);
    }

    private void CreateJob(CloudResource resource)
    {
        var job = GlueJob.Of(resource);
        cloud.ServiceRoles.CheckJob(job);
        cloud.Glue.Deploy(job);
    }

    private void CreateStateMachine(CloudResource resource)
    {
        var machine = new StateMachineDeployment(
            resource.Arn,
            resource.Name,
            resource.Text("type") == "EXPRESS" ? StateMachineType.Express : StateMachineType.Standard,
            resource.RequiredText("roleArn"),
            resource.RequiredText("definition"));
        new CreationAuthorizer(cloud.Iam, cloud.Account).Check(
            machine,
            logs: resource.Map("loggingConfiguration")?.GetValueOrDefault("level") is string and not "OFF",
            traces: resource.Map("tracingConfiguration")?.GetValueOrDefault("enabled") is true);
        cloud.Deploy(machine);
    }
}
