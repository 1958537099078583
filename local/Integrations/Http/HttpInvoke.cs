using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Services.Events;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations.Http;

/// <summary>
/// <c>http:invoke</c> ("Call HTTPS APIs in Step Functions workflows"): the request goes to the server on this machine
/// that <see cref="ApiDirectory"/> names for the endpoint's host, and to nothing else.
/// </summary>
internal sealed class HttpInvoke(Func<CancellationToken, Task<LocalCloud>> cloud) : IIntegration
{
    /// <summary>The resource.</summary>
    public const string Resource = "http:invoke";

    private const string SocketError = "States.Http.Socket";

    // A redirect or a proxy would lead away from this machine.
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
    });

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement arguments) => HttpTaskArguments.Check(arguments);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var started = await cloud(cancellation);
        Authorize(arguments, context, started);
        var task = new HttpTaskRequest(arguments, ConnectionOf(arguments, started));
        var endpoint = task.Endpoint();
        var server = started.Apis.Resolve(endpoint) ?? throw new TaskFailedException(
            ErrorNames.Runtime,
            $"No API is served here for {endpoint.GetLeftPart(UriPartial.Path)}, and no call leaves this machine; "
                + $"map the API with {nameof(LocalCloud)}.{nameof(LocalCloud.Apis)}.{nameof(ApiDirectory.Map)}.");
        using var request = task.Build(endpoint, server, started.Account.Region);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(started.Apis.Timeout);
        try
        {
            using var response = await Http.SendAsync(request, limit.Token);
            return await HttpTaskResponse.ReadAsync(response, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TaskFailedException(
                SocketError, $"{endpoint.GetLeftPart(UriPartial.Path)} did not answer within {started.Apis.Timeout.TotalSeconds:0.###} seconds.");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw new TaskFailedException(SocketError, $"{endpoint.GetLeftPart(UriPartial.Path)} could not be called: {problem.Message}");
        }
    }

    // The service decides itself whether a machine may call an API: the call is none of AWS's.
    private static void Authorize(JsonElement arguments, TaskContext context, LocalCloud cloud)
    {
        var caller = Caller.Of(context.RoleArn);
        if (cloud.Iam.FirstDenial(caller, HttpTaskNeeds.Of(arguments, context.StateMachineArn, cloud.Account)) is { } denial)
        {
            throw TaskDenial.OfHttp(denial);
        }

        cloud.Requests.Add(caller, "http");
    }

    private static Connection ConnectionOf(JsonElement arguments, LocalCloud cloud)
    {
        var config = ArgumentRules.Member(arguments, "InvocationConfig") ?? ArgumentRules.Member(arguments, "Authentication");
        var arn = ArgumentRules.RequiredText(config ?? default, "ConnectionArn");
        return cloud.Connections.GetValueOrDefault(arn)
            ?? throw new TaskFailedException("Events.ConnectionResource.ResourceNotFound", $"There is no connection {arn}.");
    }
}
