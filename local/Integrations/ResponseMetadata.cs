using System.Text.Json.Nodes;

namespace Fanout.Local.Integrations;

/// <summary>What optimized integrations add to a service's response, as executions on AWS record it.</summary>
internal static class ResponseMetadata
{
    /// <summary>Adds the metadata of an answer.</summary>
    public static JsonObject AddTo(JsonObject response, string contentType, int status = 200)
    {
        var requestId = Guid.NewGuid().ToString();
        response["SdkHttpMetadata"] = new JsonObject
        {
            ["AllHttpHeaders"] = new JsonObject
            {
                ["Content-Type"] = new JsonArray(contentType),
                ["x-amzn-RequestId"] = new JsonArray(requestId),
            },
            ["HttpHeaders"] = new JsonObject { ["Content-Type"] = contentType, ["x-amzn-RequestId"] = requestId },
            ["HttpStatusCode"] = status,
        };
        response["SdkResponseMetadata"] = new JsonObject { ["RequestId"] = requestId };
        return response;
    }
}
