using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Aws.Models;
using Fanout.Local.Cloud;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// One operation of a service, as an SDK integration (<c>aws-sdk:sqs:sendMessage</c>) or an optimized one
/// (<c>sqs:sendMessage</c>), which name errors and some members in different ways ("Learning to use AWS service SDK
/// integrations", "Integrating optimized services with Step Functions").
/// </summary>
/// <param name="resource">The Task's Resource, for problems with its arguments.</param>
/// <param name="service">The service's signing name.</param>
/// <param name="action">The operation.</param>
/// <param name="model">The service's model.</param>
/// <param name="protocol">How the service is called.</param>
/// <param name="optimized">The optimized integration; null for the SDK's.</param>
/// <param name="cloud">Gives the cloud that is called.</param>
internal sealed class ServiceAction(
    string resource,
    string service,
    string action,
    ServiceModel model,
    IServiceProtocol protocol,
    OptimizedService? optimized,
    Func<CancellationToken, Task<LocalCloud>> cloud) : IIntegration
{
    private readonly Dictionary<string, string> _parameters =
        model.Operations[action].Parameters.Keys.ToDictionary(name => NameOf(name, optimized));

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement template) => ArgumentRules.Check(
        resource,
        template,
        _parameters.Keys,
        [.. model.Operations[action].Required.Select(Naming)]);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var started = await cloud(cancellation);
        var call = new ServiceCall(
            service,
            model,
            action,
            ApiNames(arguments),
            Naming,
            Time,
            started,
            started.CredentialsOf(context.RoleArn),
            context.Loop.IsRealTime ? null : context.Loop.Now,
            context.Ticket);
        try
        {
            ServiceLimits.Check(call);
            var result = await protocol.CallAsync(call, cancellation);
            return JsonSerializer.SerializeToElement(optimized is null ? result : Optimized((JsonObject)result!, call, optimized));
        }
        catch (AwsErrorException error)
        {
            throw Failure(error);
        }
        catch (HttpRequestException problem)
        {
            throw new TaskFailedException(
                $"{optimized?.Prefix ?? model.SdkName}.SdkClientException", $"Unable to execute HTTP request: {problem.Message}");
        }
    }

    private static JsonObject Optimized(JsonObject result, ServiceCall call, OptimizedService optimized)
    {
        foreach (var name in call.Operation.Repeats ?? [])
        {
            result.Insert(0, name, JsonSerializer.SerializeToNode(call.Arguments[name]));
        }

        return optimized.ContentType is { } type ? ResponseMetadata.AddTo(result, type, (int?)result["StatusCode"] ?? 200) : result;
    }

    // Optimized integrations give times as milliseconds, SDK integrations as texts.
    private JsonNode Time(DateTimeOffset time) => optimized is null ? Shapes.Timestamp(time) : time.ToUnixTimeMilliseconds();

    private string Naming(string member) => NameOf(member, optimized);

    private static string NameOf(string member, OptimizedService? optimized) =>
        optimized is null ? SdkNames.Of(member) : char.ToUpperInvariant(member[0]) + member[1..];

    private Dictionary<string, JsonElement> ApiNames(JsonElement arguments)
    {
        if (arguments.ValueKind != JsonValueKind.Object)
        {
            throw new TaskFailedException("States.Runtime", "The arguments must be an object.");
        }

        return arguments.EnumerateObject()
            .Where(argument => argument.Value.ValueKind != JsonValueKind.Null || protocol.IsDocument(argument.Name))
            .ToDictionary(
                argument => _parameters.TryGetValue(argument.Name, out var name)
                    ? name
                    : throw new TaskFailedException(
                        "States.Runtime",
                        $"The argument '{argument.Name}' is not supported; allowed: {string.Join(", ", _parameters.Keys)}."),
                argument => argument.Value);
    }

    private TaskFailedException Failure(AwsErrorException error)
    {
        var exception = model.Errors.GetValueOrDefault(error.Code);
        return optimized is { } names
            ? new TaskFailedException(
                $"{names.Prefix}.{exception ?? names.Exception}",
                $"{error.Message} (Service: {names.Service}; Status Code: {error.StatusCode}; Error Code: {error.Code}; "
                    + $"Request ID: {error.RequestId}; Proxy: null)")
            : new TaskFailedException(
                $"{model.SdkName}.{exception ?? $"{model.SdkName}Exception"}",
                $"{error.Message} (Service: {model.SdkName}, Status Code: {error.StatusCode}, Request ID: {error.RequestId})");
    }
}
