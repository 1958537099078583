using Fanout.Local.Cloud;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>The services that Task states can call in the local cloud.</summary>
/// <param name="cloud">Gives the cloud that is called, started when the first call needs it.</param>
public sealed class IntegrationCatalog(Func<CancellationToken, Task<LocalCloud>> cloud) : IIntegrationCatalog
{
    private const string Optimized = "arn:aws:states:::";

    /// <inheritdoc />
    public string Supported =>
        $"{Optimized}lambda:invoke, a function's ARN, {Optimized}dynamodb:getItem (putItem, updateItem, deleteItem) and "
            + $"{Optimized}aws-sdk:dynamodb:* (every action of the DynamoDB API)";

    /// <inheritdoc />
    public IObjectStore Objects { get; } = new S3ObjectStore(new S3Clients(cloud));

    /// <inheritdoc />
    public IIntegration? Resolve(string resource)
    {
        if (resource == $"{Optimized}lambda:invoke")
        {
            return new LambdaInvoke(cloud);
        }

        if (FunctionTask.IsFunctionArn(resource))
        {
            return new FunctionTask(resource, cloud);
        }

        return resource.StartsWith(Optimized, StringComparison.Ordinal)
            ? DynamoDbAction.Resolve(resource[Optimized.Length..], cloud)
            : null;
    }
}
