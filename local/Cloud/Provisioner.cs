using System.Collections.Immutable;
using Amazon.DynamoDBv2.Model;
using Fanout.Local.Lambda;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Pulumi;

namespace Fanout.Local.Cloud;

/// <summary>Makes the program's resources in a local cloud.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="cancellation">Ends the making.</param>
internal sealed class Provisioner(LocalCloud cloud, CancellationToken cancellation)
{
    /// <summary>Makes one resource.</summary>
    /// <exception cref="LocalException">The resource could not be made.</exception>
    public async Task CreateAsync(CloudResource resource)
    {
        switch (resource.Type)
        {
            case "aws:dynamodb/table:Table":
                await CreateTableAsync(resource);
                break;
            case "aws:iam/role:Role":
                cloud.Gateway.Register(resource.Arn);
                break;
            case "aws:lambda/function:Function":
                cloud.Lambda.Deploy(Function(resource));
                break;
            case "aws:sfn/stateMachine:StateMachine":
                cloud.Deploy(new StateMachineDeployment(
                    resource.Arn,
                    resource.Name,
                    resource.Text("type") == "EXPRESS" ? StateMachineType.Express : StateMachineType.Standard,
                    resource.RequiredText("roleArn"),
                    resource.RequiredText("definition")));
                break;
        }
    }

    private async Task CreateTableAsync(CloudResource resource)
    {
        using var dynamoDb = cloud.DynamoDb();
        await dynamoDb.CreateTableAsync(new CreateTableRequest
        {
            TableName = resource.Name,
            BillingMode = resource.Text("billingMode"),
            AttributeDefinitions =
            [
                .. resource.Maps("attributes").Select(attribute =>
                    new AttributeDefinition((string)attribute["name"], (string)attribute["type"])),
            ],
            KeySchema = [.. KeySchema(resource)],
            DeletionProtectionEnabled = resource.Inputs.GetValueOrDefault("deletionProtectionEnabled") is true,
        }, cancellation);
    }

    private static IEnumerable<KeySchemaElement> KeySchema(CloudResource table)
    {
        yield return new KeySchemaElement(table.RequiredText("hashKey"), "HASH");
        if (table.Text("rangeKey") is { } rangeKey)
        {
            yield return new KeySchemaElement(rangeKey, "RANGE");
        }
    }

    private FunctionConfiguration Function(CloudResource resource) => new(
        resource.Name,
        resource.Arn,
        PropertyJson.PathOf((AssetOrArchive)resource.Inputs["code"]),
        resource.RequiredText("handler"),
        TimeSpan.FromSeconds((double)resource.Inputs.GetValueOrDefault("timeout", 3.0)),
        (int)(double)resource.Inputs.GetValueOrDefault("memorySize", 128.0),
        resource.Map("loggingConfig")?.GetValueOrDefault("logGroup") as string ?? $"/aws/lambda/{resource.Name}",
        (resource.Map("environment")?.GetValueOrDefault("variables") as ImmutableDictionary<string, object> ?? [])
            .ToDictionary(variable => variable.Key, variable => (string)variable.Value),
        cloud.Account.Region,
        cloud.Gateway.Endpoint,
        cloud.Gateway.Register(resource.RequiredText("role")));
}
