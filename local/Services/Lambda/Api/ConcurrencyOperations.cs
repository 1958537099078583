using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda.Api;

/// <summary>The operations on reserved concurrency.</summary>
/// <param name="lambda">The functions.</param>
/// <param name="deployments">Changes them.</param>
internal sealed class ConcurrencyOperations(LambdaService lambda, FunctionDeployments deployments)
{
    private const string Member = "ReservedConcurrentExecutions";

    public AwsAnswer Put(FunctionCall request)
    {
        var reserved = request.Members.Number(Member, 0, int.MaxValue) ?? throw request.Members.Missing(Member);
        deployments.Reserve(request.Arn, (int)reserved);
        return RestOperation.Result(new JsonObject { [Member] = reserved });
    }

    public AwsAnswer Get(FunctionCall request) => RestOperation.Result(
        lambda.Configuration(request.Arn).ReservedConcurrency is { } reserved ? new JsonObject { [Member] = reserved } : []);

    public AwsAnswer Delete(FunctionCall request)
    {
        deployments.Reserve(request.Arn, null);
        return RestOperation.Nothing;
    }
}
