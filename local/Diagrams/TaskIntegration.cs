using System.Text.Json;

namespace Fanout.Local.Diagrams;

/// <summary>What a Task state calls, in the words of its resource.</summary>
internal static class TaskIntegration
{
    private const string Integrations = "arn:aws:states:::";
    private const string Sdk = "aws-sdk:";

    /// <summary>The service and its action, such as <c>dynamodb:getItem</c>; the whole resource where it is no integration.</summary>
    public static string Of(JsonElement task)
    {
        var resource = task.GetProperty("Resource").GetString()!;
        if (!resource.StartsWith(Integrations, StringComparison.Ordinal))
        {
            return resource;
        }

        var action = resource[Integrations.Length..];
        return action.StartsWith(Sdk, StringComparison.Ordinal) ? action[Sdk.Length..] : action;
    }
}
