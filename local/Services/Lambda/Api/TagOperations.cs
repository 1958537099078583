using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda.Api;

/// <summary>The operations on the tags of functions.</summary>
/// <param name="lambda">The functions.</param>
/// <param name="deployments">Changes them.</param>
internal sealed class TagOperations(LambdaService lambda, FunctionDeployments deployments)
{
    public AwsAnswer List(FunctionCall request) => RestOperation.Result(new JsonObject
    {
        ["Tags"] = FunctionDescription.Map(lambda.Configuration(request.Resource).Tags),
    });

    public AwsAnswer Tag(FunctionCall request)
    {
        var tags = request.Members.Map("Tags") ?? throw request.Members.Missing("Tags");
        deployments.Tag(request.Resource, before => before.Where(tag => !tags.ContainsKey(tag.Key)).Concat(tags));
        return RestOperation.Nothing;
    }

    public AwsAnswer Untag(FunctionCall request)
    {
        var keys = request.Call.QueryAll("tagKeys");
        if (keys.Count == 0)
        {
            throw request.Members.Missing("TagKeys");
        }

        deployments.Tag(request.Resource, before => before.Where(tag => !keys.Contains(tag.Key)));
        return RestOperation.Nothing;
    }
}
