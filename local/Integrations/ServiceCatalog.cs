using Fanout.Local.Aws.Models;
using Fanout.Local.Cloud;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>The services that have a model.</summary>
internal static class ServiceCatalog
{
    private const string SdkPrefix = "aws-sdk:";
    private const string Start = "StartExecution";
    private const string StartSynchronous = "StartSyncExecution";

    private static readonly Dictionary<string, (ServiceModel Model, IServiceProtocol Protocol)> Services = new()
    {
        ["athena"] = (ServiceModel.Read("athena"), new JsonProtocol()),
        ["dynamodb"] = (ServiceModel.Read("dynamodb"), new JsonProtocol()),
        ["events"] = (ServiceModel.Read("events"), new JsonProtocol()),
        ["glue"] = (ServiceModel.Read("glue"), new JsonProtocol()),
        ["lambda"] = (ServiceModel.Read("lambda"), new InvokeProtocol(isJson: false)),
        ["s3"] = (ServiceModel.S3, new S3Protocol()),
        ["sns"] = (ServiceModel.Read("sns"), new SnsProtocol()),
        ["sqs"] = (ServiceModel.Read("sqs"), new JsonProtocol()),
        ["states"] = (ServiceModel.Read("states"), new JsonProtocol()),
    };

    /// <summary>The resources, for the error about one that is not among them.</summary>
    public static IEnumerable<string> Resources =>
    [
        .. JobKind.All.Keys,
        .. Services.SelectMany(service => (service.Value.Model.Optimized?.Actions ?? [])
            .Select(action => $"{service.Key}:{ResourceAction(action)}")
            .Append($"{SdkPrefix}{SdkName(service.Value.Model)}:* ({Summary(service.Value.Model)})")),
    ];

    /// <summary>The action of a resource such as <c>aws-sdk:sqs:sendMessage</c>; null where there is none.</summary>
    public static IIntegration? Resolve(string resource, Func<CancellationToken, Task<LocalCloud>> cloud)
    {
        var isOptimized = !resource.StartsWith(SdkPrefix, StringComparison.Ordinal);
        var job = JobKind.All.GetValueOrDefault(resource);
        var request = job is null ? resource : resource[..resource.IndexOf(JobKind.Sync, StringComparison.Ordinal)];
        if ((isOptimized ? request : request[SdkPrefix.Length..]).Split(':') is not [var name, var action]
            || Services.FirstOrDefault(service => name == (isOptimized ? service.Key : SdkName(service.Value.Model)))
                is not { Key: { } signingName, Value: var service })
        {
            return null;
        }

        var operation = service.Model.Operations.Keys.FirstOrDefault(operation => ResourceAction(operation) == action);
        if (operation is null || (isOptimized && service.Model.Optimized?.Actions.Contains(operation) != true))
        {
            return null;
        }

        var protocol = resource == LambdaInvoke.Resource ? new InvokeProtocol(isJson: true) : service.Protocol;
        var call = Call(operation);
        return (resource, operation) switch
        {
            _ when job is not null => new JobTask(job, call, Call, async cancellation => (await cloud(cancellation)).Jobs),
            (LambdaInvoke.Resource, _) => new LambdaInvoke(call),
            (PutEvents.Resource, _) => new PutEvents(call),
            (_, Start or StartSynchronous) when signingName == "states" => new StartTask(call, isAnsweredByItsEnd: operation == StartSynchronous),
            _ => call,
        };

        ServiceAction Call(string name) => new(
            resource, signingName, name, service.Model, protocol, isOptimized ? service.Model.Optimized : null, cloud);
    }

    private static string SdkName(ServiceModel model) => model.SdkName.ToLowerInvariant();

    private static string Summary(ServiceModel model) => model.Operations.Count > 10
        ? $"{model.Operations.Count} actions"
        : string.Join(", ", model.Operations.Keys.Select(ResourceAction));

    private static string ResourceAction(string operation) => char.ToLowerInvariant(operation[0]) + operation[1..];
}
