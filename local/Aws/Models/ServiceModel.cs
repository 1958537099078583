using System.Text.Json;

namespace Fanout.Local.Aws.Models;

/// <summary>What of a service's API model its integrations need; the models are the .json files of this folder.</summary>
/// <param name="SdkName">The service's name in the errors of SDK integrations, such as <c>DynamoDb</c>.</param>
/// <param name="Target">What X-Amz-Target begins with, where the API speaks JSON.</param>
/// <param name="Optimized">The optimized integrations, where there are any.</param>
/// <param name="Errors">The modeled errors: the SDK's exception by error code.</param>
/// <param name="Operations">The operations, by name.</param>
internal sealed record ServiceModel(
    string SdkName,
    string? Target,
    OptimizedService? Optimized,
    IReadOnlyDictionary<string, string> Errors,
    IReadOnlyDictionary<string, ServiceOperation> Operations)
{
    /// <summary>The model of S3.</summary>
    public static ServiceModel S3 { get; } = Read("s3");

    /// <summary>Reads the model of a service, such as <c>dynamodb</c>.</summary>
    public static ServiceModel Read(string service)
    {
        using var model = typeof(ServiceModel).Assembly.GetManifestResourceStream($"{service}.json")!;
        return JsonSerializer.Deserialize<ServiceModel>(model, JsonSerializerOptions.Web)!;
    }
}

/// <summary>How the optimized integrations of a service name things.</summary>
/// <param name="Prefix">What error names begin with, such as <c>DynamoDB</c>.</param>
/// <param name="Exception">The error without a model of its own, such as <c>AmazonDynamoDBException</c>.</param>
/// <param name="Service">The service in causes, such as <c>AmazonDynamoDBv2</c>.</param>
/// <param name="ContentType">The content type of the API's answers; absent where results do not tell of it.</param>
/// <param name="Actions">The operations that have one.</param>
internal sealed record OptimizedService(
    string Prefix, string Exception, string Service, string? ContentType, IReadOnlyList<string> Actions);

/// <summary>One operation of a service.</summary>
/// <param name="Parameters">
/// The parameters: the shape of each (see <c>Shapes</c>), or for S3 where in the request it goes.
/// </param>
/// <param name="Required">The parameters that it needs.</param>
/// <param name="Repeats">The parameters that the optimized integration repeats in its result.</param>
/// <param name="Output">The shape of the answer; absent where it is passed on as it is.</param>
/// <param name="Method">S3's HTTP method.</param>
/// <param name="Query">What S3's query begins with.</param>
/// <param name="Headers">The members of the result that are in S3's headers.</param>
/// <param name="Payload">The member of the result that S3's XML is.</param>
internal sealed record ServiceOperation(
    IReadOnlyDictionary<string, JsonElement> Parameters,
    IReadOnlyList<string> Required,
    IReadOnlyList<string>? Repeats,
    JsonElement? Output,
    string? Method,
    string? Query,
    IReadOnlyDictionary<string, string>? Headers,
    string? Payload);
