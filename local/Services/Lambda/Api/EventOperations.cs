using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda.Api;

/// <summary>The operations on what becomes of events that nobody waits for.</summary>
/// <param name="lambda">The functions.</param>
/// <param name="deployments">Changes them.</param>
/// <param name="invocations">Knows what was said of their events.</param>
internal sealed class EventOperations(LambdaService lambda, FunctionDeployments deployments, AsynchronousInvocations invocations)
{
    public AwsAnswer Put(FunctionCall request) => Set(request, EventInvokeConfiguration.Default);

    public AwsAnswer Update(FunctionCall request) => Set(request, Existing(request));

    public AwsAnswer Get(FunctionCall request) => Described(request, Existing(request));

    public AwsAnswer List(FunctionCall request) => RestOperation.Result(new JsonObject
    {
        ["FunctionEventInvokeConfigs"] = invocations.Configuration(ArnOf(request)) is { } configuration
            ? new JsonArray(Description(request, configuration))
            : [],
    });

    public AwsAnswer Delete(FunctionCall request)
    {
        Existing(request);
        invocations.Forget(request.Arn);
        return RestOperation.Nothing;
    }

    private AwsAnswer Set(FunctionCall request, EventInvokeConfiguration before)
    {
        var configuration = EventInvokeConfiguration.Of(request.Members, before);
        deployments.Configure(ArnOf(request), configuration);
        return Described(request, configuration);
    }

    private EventInvokeConfiguration Existing(FunctionCall request) => invocations.Configuration(ArnOf(request))
        ?? throw new LambdaException("ResourceNotFoundException", 404, $"The function {request.Arn}:$LATEST doesn't have an EventInvokeConfig");

    // A qualifier that names no version is one of no function.
    private string ArnOf(FunctionCall request) => lambda.Configuration(request.Qualified).Arn;

    private static AwsAnswer Described(FunctionCall request, EventInvokeConfiguration configuration) =>
        RestOperation.Result(Description(request, configuration));

    private static JsonObject Description(FunctionCall request, EventInvokeConfiguration configuration)
    {
        var description = new JsonObject
        {
            ["LastModified"] = configuration.LastModified.ToUnixTimeMilliseconds() / 1000.0,
            ["FunctionArn"] = $"{request.Arn}:$LATEST",
            ["MaximumRetryAttempts"] = configuration.MaximumRetries,
            ["DestinationConfig"] = new JsonObject
            {
                ["OnSuccess"] = new JsonObject(),
                ["OnFailure"] = configuration.OnFailure is { } target ? new JsonObject { ["Destination"] = target } : [],
            },
        };
        if (configuration.MaximumAge is { } seconds)
        {
            description["MaximumEventAgeInSeconds"] = seconds;
        }

        return description;
    }
}
