using System.Collections.Immutable;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fanout.Local.Cloud;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Machines;
using Fanout.Local.Services.States;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.Stacks.Provisioning;

/// <summary>Makes the program's resources in a local cloud.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="cancellation">Ends the making.</param>
/// <param name="amend">Changes each resource before it is made, a role's policy for example; by default none is changed.</param>
public sealed class Provisioner(
    LocalCloud cloud, CancellationToken cancellation, Func<CloudResource, CloudResource>? amend = null)
{
    private readonly StorageProvisioner _storage = new(cloud, cancellation);
    private readonly MessagingProvisioner _messaging = new(cloud, cancellation);
    private readonly FunctionProvisioner _functions = new(cloud);
    private readonly ApiProvisioner _api = new(cloud, cancellation);
    private readonly RoleProvisioner _roles = new(cloud, cancellation);
    private readonly PolicyProvisioner _policies = new(cloud.Iam, cloud.Account, cloud.FunctionPolicies);

    /// <summary>Makes one resource; configuration that nothing here acts upon is only noted.</summary>
    /// <returns>The resource with what only its making tells.</returns>
    /// <exception cref="LocalException">The resource could not be made.</exception>
    public async Task<CloudResource> CreateAsync(CloudResource resource)
    {
        resource = amend?.Invoke(resource) ?? resource;
        _policies.Register(resource);
        switch (resource.Type)
        {
            case "aws:cloudwatch/logGroup:LogGroup":
                CreateLogGroup(resource);
                break;
            case "aws:dynamodb/table:Table":
                await CreateTableAsync(resource);
                break;
            case "aws:iam/role:Role":
                await _roles.CreateAsync(resource);
                break;
            case "aws:iam/rolePolicy:RolePolicy":
                await _roles.PutPolicyAsync(resource);
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
                _storage.Notify(resource);
                break;
            case "aws:s3/bucketObjectv2:BucketObjectv2":
                await _storage.PutObjectAsync(resource);
                break;
            case "aws:s3/bucketVersioning:BucketVersioning":
                await _storage.SetVersioningAsync(resource);
                break;
            case "aws:scheduler/schedule:Schedule":
                await _api.CreateScheduleAsync(resource);
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
            default:
                await _api.TryCreateAsync(resource);
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

    private void CreateStateMachine(CloudResource resource)
    {
        var now = DateTimeOffset.UtcNow;
        var machine = new StateMachineDeployment(
            resource.Arn,
            resource.Name,
            resource.Text("type") == "EXPRESS" ? StateMachineType.Express : StateMachineType.Standard,
            resource.RequiredText("roleArn"),
            resource.RequiredText("definition"))
        {
            CreationDate = now,
            UpdateDate = now,
            Logging = LoggingSettings.Of(resource.Map("loggingConfiguration")),
            IsTraced = resource.Map("tracingConfiguration")?.GetValueOrDefault("enabled") is true,
            Tags = StateMachineDeployment.NoTags.SetItems(
                (resource.Map("tags") ?? []).Select(tag => KeyValuePair.Create(tag.Key, (string)tag.Value))),
        };
        var refusal = new CreationAuthorizer(cloud.Iam, cloud.Account).FindRefusal(
            machine.Arn, machine.RoleArn, machine.Definition, machine.Logging.IsOn, machine.IsTraced);
        if (refusal is not null)
        {
            throw new LocalException($"AccessDeniedException: {refusal}");
        }
        cloud.StateMachines.Deploy(machine);
    }
}
