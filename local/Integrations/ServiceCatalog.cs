using Fanout.Local.Aws.Models;
using Fanout.Local.Cloud;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>The services that have a model.</summary>
internal static class ServiceCatalog
{
    private const string SdkPrefix = "aws-sdk:";
    private const string Sync = ".sync";

    private static readonly Dictionary<string, (ServiceModel Model, IServiceProtocol Protocol)> Services = new()
    {
        ["athena"] = (ServiceModel.Read("athena"), new JsonProtocol()),
        ["dynamodb"] = (ServiceModel.Read("dynamodb"), new JsonProtocol()),
        ["events"] = (ServiceModel.Read("events"), new JsonProtocol()),
        ["glue"] = (ServiceModel.Read("glue"), new JsonProtocol()),
        ["lambda"] = (ServiceModel.Read("lambda"), new InvokeProtocol()),
        ["s3"] = (ServiceModel.S3, new S3Protocol()),
        ["sns"] = (ServiceModel.Read("sns"), new SnsProtocol()),
        ["sqs"] = (ServiceModel.Read("sqs"), new JsonProtocol()),
        ["states"] = (ServiceModel.Read("states"), new JsonProtocol()),
    };

    /// <summary>The resources, for the error about one that is not among them.</summary>
    public static IEnumerable<string> Resources =>
    [
        .. JobKind.All.Keys.Select(job => $"{job.Service}:{ResourceAction(job.Start)}{Sync}"),
        .. Services.SelectMany(service => (service.Value.Model.Optimized?.Actions ?? [])
            .Select(action => $"{service.Key}:{ResourceAction(action)}")
            .Append($"{SdkPrefix}{SdkName(service.Value.Model)}:* ({Summary(service.Value.Model)})")),
    ];

    /// <summary>The action of a resource such as <c>aws-sdk:sqs:sendMessage</c>; null where there is none.</summary>
    public static IIntegration? Resolve(string resource, Func<CancellationToken, Task<LocalCloud>> cloud)
    {
        var isOptimized = !resource.StartsWith(SdkPrefix, StringComparison.Ordinal);
        if ((isOptimized ? resource : resource[SdkPrefix.Length..]).Split(':') is not [var name, var action]
            || Services.FirstOrDefault(service => name == (isOptimized ? service.Key : SdkName(service.Value.Model)))
                is not { Key: { } signingName, Value: var service })
        {
            return null;
        }

        var waits = isOptimized && action.EndsWith(Sync, StringComparison.Ordinal);
        var request = waits ? action[..^Sync.Length] : action;
        var operation = service.Model.Operations.Keys.FirstOrDefault(operation => ResourceAction(operation) == request);
        if (operation is null || (isOptimized && service.Model.Optimized?.Actions.Contains(operation) != true))
        {
            return null;
        }

        var call = Call(operation);
        return resource switch
        {
            LambdaInvoke.Resource => new LambdaInvoke(call),
            PutEvents.Resource => new PutEvents(call),
            _ when !waits => call,
            _ => JobKind.All.GetValueOrDefault((signingName, operation)) is { } job
                ? new JobTask(job, call, Call, async cancellation => (await cloud(cancellation)).Jobs)
                : null,
        };

        ServiceAction Call(string name) => new(
            resource, signingName, name, service.Model, service.Protocol, isOptimized ? service.Model.Optimized : null, cloud);
    }

    private static string SdkName(ServiceModel model) => model.SdkName.ToLowerInvariant();

    private static string Summary(ServiceModel model) => model.Operations.Count > 10
        ? $"{model.Operations.Count} actions"
        : string.Join(", ", model.Operations.Keys.Select(ResourceAction));

    private static string ResourceAction(string operation) => char.ToLowerInvariant(operation[0]) + operation[1..];
}
