using System.Text.Json;
using Fanout.Local.Cloud;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>A Task whose Resource is a function's own ARN: the arguments are the event, the result is the function's.</summary>
internal sealed class FunctionTask(string arn, Func<CancellationToken, Task<LocalCloud>> cloud) : IIntegration
{
    /// <summary>Whether a resource is a function's ARN.</summary>
    public static bool IsFunctionArn(string resource) =>
        resource.Split(':') is ["arn", _, "lambda", _, _, "function", _, ..];

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement template) => [];

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation) =>
        (await FunctionCall.InvokeAsync(await cloud(cancellation), arn, arguments, context.Loop, cancellation)).Payload;
}
