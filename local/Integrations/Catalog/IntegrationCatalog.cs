using Fanout.Local.Cloud;
using Fanout.Local.Integrations.Http;
using Fanout.Local.Services.Athena;
using Fanout.Local.Services.S3;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations.Catalog;

/// <summary>The services that Task states can call in the local cloud.</summary>
/// <param name="cloud">Gives the cloud that is called, started when the first call needs it.</param>
public sealed class IntegrationCatalog(Func<CancellationToken, Task<LocalCloud>> cloud) : IIntegrationCatalog
{
    // "Integrating optimized services with Step Functions"; of the SDK's every one can ("Learning to use AWS service SDK
    // integrations").
    private static readonly string[] CallingBack = [LambdaInvoke.Resource, PutEvents.Resource, "sns:publish", "sqs:sendMessage", "states:startExecution"];

    private static readonly string[] Supporting =
    [
        HttpInvoke.Resource, .. ServiceCatalog.Resources,
        .. CallingBack.Select(resource => $"{resource}.waitForTaskToken"), "every aws-sdk with .waitForTaskToken",
    ];

    /// <inheritdoc />
    public string Supported =>
        $"a function's ARN, or {TaskResource.Integrations} and one of {string.Join(", ", Supporting)}";

    /// <inheritdoc />
    public IObjectStore Objects { get; } = new S3ObjectStore(new S3Clients(cloud).OfAsync);

    /// <inheritdoc />
    public IParquetReader Parquet { get; } = new ParquetReader();

    /// <inheritdoc />
    public IMapRunPermissions MapRuns { get; } = new MapRunPermissions(cloud);

    /// <inheritdoc />
    public IIntegration? Resolve(string resource)
    {
        var task = new TaskResource(resource);
        return !task.WaitsForToken ? ResolveRequest(resource)
            : (task.IsSdk || CallingBack.Contains(new TaskResource(task.Request).Name)) && ResolveRequest(task.Request) is { } request
                ? new CallbackTask(request)
            : null;
    }

    private IIntegration? ResolveRequest(string resource)
    {
        if (FunctionTask.IsFunctionArn(resource))
        {
            return new FunctionTask(resource, ServiceCatalog.Resolve(LambdaInvoke.Resource, cloud)!);
        }

        var task = new TaskResource(resource);
        return !task.IsIntegration ? null
            : task.Name == HttpInvoke.Resource ? new HttpInvoke(cloud)
            : ServiceCatalog.Resolve(task.Name, cloud);
    }
}
