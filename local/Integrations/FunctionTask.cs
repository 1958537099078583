using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>A Task whose Resource is a function's own ARN: the arguments are the event, the result is the function's.</summary>
/// <param name="arn">The function.</param>
/// <param name="invoke">Calls functions.</param>
internal sealed class FunctionTask(string arn, IIntegration invoke) : IIntegration
{
    /// <summary>Whether a resource is a function's ARN.</summary>
    public static bool IsFunctionArn(string resource) =>
        resource.Split(':') is ["arn", _, "lambda", _, _, "function", _, ..];

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement template) => [];

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var request = new JsonObject { ["FunctionName"] = arn, ["Payload"] = JsonSerializer.SerializeToNode(arguments) };
        return (await invoke.CallAsync(JsonSerializer.SerializeToElement(request, CompactJson.Options), context, cancellation)).GetProperty("Payload");
    }
}
