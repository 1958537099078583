using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam.Requests;

/// <summary>What the API calls of the program need.</summary>
/// <param name="account">The account that they are made in.</param>
public sealed class RequestedActions(AwsAccount account)
{
    /// <summary>What a request needs, all of it; null where the operation is not known here.</summary>
    public IReadOnlyList<RequestedAction>? Of(AwsRequest request, RequestContent content) => (request.Service switch
    {
        "s3" => S3Actions.Of(request, content),
        "dynamodb" => DynamoDbActions.Of(request.Operation, content.Json(), account),
        "sns" => MessagingActions.OfSns(request.Operation, request.Form),
        "sqs" => MessagingActions.OfSqs(request.Operation, content.Json(), account),
        "lambda" => FunctionActions.Of(request, content, account),
        "states" => StateMachineActions.Of(request.Operation, content.Json(), account),
        "xray" => [new RequestedAction($"xray:{TraceOperation(request.Path)}", "*")],
        var service => JsonActions.Of(service, request.Operation, content.Json(), account),
    })?.ToList();

    // X-Ray tells an operation by its path: /TraceSegments is PutTraceSegments ("AWS X-Ray API Reference").
    private static string TraceOperation(string path) => path.Trim('/') switch
    {
        "SamplingRules" => "GetSamplingRules",
        "SamplingTargets" => "GetSamplingTargets",
        var name => $"Put{name}",
    };
}
