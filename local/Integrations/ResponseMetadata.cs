using System.Text.Json.Nodes;

namespace Fanout.Local.Integrations;

/// <summary>What optimized integrations add to a service's response, as executions on AWS record it.</summary>
internal static class ResponseMetadata
{
    private const string Http = "SdkHttpMetadata";
    private const string Response = "SdkResponseMetadata";

    /// <summary>Whether a member of a response is what was added.</summary>
    public static bool Has(string member) => member is Http or Response;

    /// <summary>Adds the metadata of an answer.</summary>
    public static JsonObject AddTo(JsonObject response, string contentType, int status = 200)
    {
        var requestId = Guid.NewGuid().ToString();
        response[Http] = new JsonObject
        {
            ["AllHttpHeaders"] = new JsonObject
            {
                ["Content-Type"] = new JsonArray(contentType),
                ["x-amzn-RequestId"] = new JsonArray(requestId),
            },
            ["HttpHeaders"] = new JsonObject { ["Content-Type"] = contentType, ["x-amzn-RequestId"] = requestId },
            ["HttpStatusCode"] = status,
        };
        response[Response] = new JsonObject { ["RequestId"] = requestId };
        return response;
    }
}
