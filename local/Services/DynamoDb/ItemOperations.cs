using Fanout.Local.Aws;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>The operations of DynamoDB that carry values: the emulator answers them, where DynamoDB takes the values, with its own numbers.</summary>
internal sealed class ItemOperations : IService
{
    private const string Prefix = "DynamoDB_20120810.";

    private static readonly HashSet<string> Operations =
    [
        "BatchExecuteStatement", "BatchGetItem", "BatchWriteItem", "DeleteItem", "ExecuteTransaction", "GetItem", "PutItem", "Query", "Scan",
        "TransactGetItems", "TransactWriteItems", "UpdateItem",
    ];

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "dynamodb" && Operations.Contains(request.Operation);

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        try
        {
            return AttributeValues.Canonical(call.Json) is { } request
                ? await call.AskAsync($"{Prefix}{call.Request.Operation}", request)
                : await call.ForwardAsync();
        }
        catch (ServiceException refusal)
        {
            return JsonBodies.Error(refusal.StatusCode, refusal.Code, refusal.Message);
        }
    }
}
