using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Services.Lambda;

/// <summary>
/// The platform's side of the Lambda runtime API, a path prefix for each execution environment ("Using the Lambda
/// runtime API for custom runtimes").
/// </summary>
internal sealed class RuntimeApi
{
    private const string Prefix = "/_lambda";
    private const string Runtime = Prefix + "/{id}/2018-06-01/runtime";

    private readonly ConcurrentDictionary<string, ExecutionEnvironment> _environments = new();

    /// <summary>Gives an environment a prefix of its own.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="endpoint">Where the API answers.</param>
    /// <returns>What the environment's variable AWS_LAMBDA_RUNTIME_API holds.</returns>
    public string Add(ExecutionEnvironment environment, Uri endpoint)
    {
        var id = Guid.NewGuid().ToString("N");
        _environments[id] = environment;
        return $"{endpoint.Authority}{Prefix}/{id}";
    }

    /// <summary>Adds the API's routes.</summary>
    public void Map(WebApplication application)
    {
        application.MapGet(Runtime + "/invocation/next", NextAsync);
        application.MapPost(Runtime + "/invocation/{request}/response", context => AnswerAsync(context, isError: false));
        application.MapPost(Runtime + "/invocation/{request}/error", context => AnswerAsync(context, isError: true));
        application.MapPost(Runtime + "/init/error", async context =>
        {
            EnvironmentOf(context).FailToStart(await BodyAsync(context));
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        });
    }

    private async Task NextAsync(HttpContext context)
    {
        var environment = EnvironmentOf(context);
        var (invocation, deadline) = await environment.NextAsync(context.RequestAborted);
        context.Response.ContentType = "application/json";
        context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        context.Response.Headers["Lambda-Runtime-Deadline-Ms"] = $"{deadline.ToUnixTimeMilliseconds()}";
        await context.Response.Body.WriteAsync(invocation.Payload, context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context, bool isError)
    {
        var environment = EnvironmentOf(context);
        environment.Complete(
            (string)context.Request.RouteValues["request"]!, new InvocationResult(await BodyAsync(context), isError ? InvocationStatus.Error : InvocationStatus.Success));
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private ExecutionEnvironment EnvironmentOf(HttpContext context) =>
        _environments[(string)context.Request.RouteValues["id"]!];

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}
