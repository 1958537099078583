using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Cloud;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// One action of the DynamoDB API: the arguments are the API's JSON. Four of them are optimized integrations; all of
/// them are SDK integrations, which name their errors in another way ("Perform DynamoDB CRUD operations with Step
/// Functions", "Learning to use AWS service SDK integrations").
/// </summary>
internal sealed class DynamoDbAction : IIntegration
{
    private const string OptimizedPrefix = "dynamodb:";
    private const string SdkPrefix = "aws-sdk:dynamodb:";

    private static readonly HashSet<string> OptimizedActions = ["GetItem", "PutItem", "UpdateItem", "DeleteItem"];

    private readonly string _action;
    private readonly bool _isOptimized;
    private readonly DynamoDbOperation _operation;
    private readonly Func<CancellationToken, Task<LocalCloud>> _cloud;

    private DynamoDbAction(string action, bool isOptimized, Func<CancellationToken, Task<LocalCloud>> cloud)
    {
        _action = action;
        _isOptimized = isOptimized;
        _operation = DynamoDbOperation.All[action];
        _cloud = cloud;
    }

    /// <summary>The action of a resource such as <c>dynamodb:getItem</c>; null where there is none.</summary>
    public static DynamoDbAction? Resolve(string resource, Func<CancellationToken, Task<LocalCloud>> cloud)
    {
        var isOptimized = resource.StartsWith(OptimizedPrefix, StringComparison.Ordinal);
        if (!isOptimized && !resource.StartsWith(SdkPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var name = resource[(isOptimized ? OptimizedPrefix : SdkPrefix).Length..];
        var action = name.Length > 0 && char.IsLower(name[0]) ? char.ToUpperInvariant(name[0]) + name[1..] : "";
        return DynamoDbOperation.All.ContainsKey(action) && (!isOptimized || OptimizedActions.Contains(action))
            ? new DynamoDbAction(action, isOptimized, cloud)
            : null;
    }

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement template) => ArgumentRules.Check(
        $"{(_isOptimized ? OptimizedPrefix : SdkPrefix)}{char.ToLowerInvariant(_action[0])}{_action[1..]}",
        template,
        _operation.Parameters,
        _operation.Required);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var cloud = await _cloud(cancellation);
        try
        {
            var response = await cloud.Json.CallAsync(
                "dynamodb", $"DynamoDB_20120810.{_action}", arguments, cloud.CredentialsOf(context.RoleArn), cancellation);
            return _isOptimized
                ? JsonSerializer.SerializeToElement(ResponseMetadata.AddTo(
                    JsonObject.Create(response)!, "application/x-amz-json-1.0"))
                : response;
        }
        catch (AwsErrorException error)
        {
            throw Failure(error);
        }
        catch (HttpRequestException problem)
        {
            throw new TaskFailedException(
                _isOptimized ? "DynamoDB.SdkClientException" : "DynamoDb.SdkClientException", problem.Message);
        }
    }

    private TaskFailedException Failure(AwsErrorException error)
    {
        var isModeled = _operation.Errors.Contains(error.Code);
        return _isOptimized
            ? new TaskFailedException(
                $"DynamoDB.{(isModeled ? error.Code : "AmazonDynamoDBException")}",
                $"{error.Message} (Service: AmazonDynamoDBv2; Status Code: {error.StatusCode}; Error Code: {error.Code}; "
                    + $"Request ID: {error.RequestId}; Proxy: null)")
            : new TaskFailedException(
                $"DynamoDb.{(isModeled ? error.Code : "DynamoDbException")}",
                $"{error.Message} (Service: DynamoDb, Status Code: {error.StatusCode}, Request ID: {error.RequestId})");
    }
}
