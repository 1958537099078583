using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>
/// The connection that calls of the API go through: EventBridge keeps the key, and adds it to each call as a header
/// ("Call HTTPS APIs in Step Functions workflows").
/// </summary>
internal sealed class ThirdPartyConnection : ComponentResource
{
    private readonly string _name;

    // EventBridge takes no connection without a key, and an API that needs none ignores it.
    private const string NoKey = "none";

    public ThirdPartyConnection(string name, StackContext context, ComponentResourceOptions options)
        : base("fanout:workflows:ThirdPartyConnection", name, options)
    {
        var key = context.Settings.StreamAggregatorApiKey;
        if (key is null)
        {
            Log.Warn(
                "fanout:streamAggregatorApiKey is not set: the API is called without a key. Set it with "
                    + "`pulumi config set --secret fanout:streamAggregatorApiKey`.",
                this);
        }

        _name = context.NameOf(name);
        var connection = new EventConnection($"{name}-connection", new EventConnectionArgs
        {
            Name = _name,
            Description = "The key of the API that stream-aggregator calls",
            AuthorizationType = "API_KEY",
            AuthParameters = new EventConnectionAuthParametersArgs
            {
                ApiKey = new EventConnectionAuthParametersApiKeyArgs
                {
                    Key = context.Settings.StreamAggregator.ApiKeyHeader,
                    Value = key?.Value ?? Output.Create(NoKey),
                },
            },
        }, new CustomResourceOptions { Parent = this, AdditionalSecretOutputs = { "authParameters" } });
        Arn = connection.Arn;
        RegisterOutputs();
    }

    /// <summary>The connection's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>Lets a state machine read one path of the API, of any location, with the connection's key.</summary>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="machine">The state machine's logical name.</param>
    /// <param name="baseUrl">Where the API begins.</param>
    /// <param name="path">The path below a location.</param>
    /// <param name="label">The label of the distributed Map whose children call, if these do.</param>
    public IReadOnlyList<Statement> Calls(StackContext context, string machine, string baseUrl, string path, string? label = null)
    {
        var callers = label is null ? [context.NameOf(machine)] : new[] { context.NameOf(machine), $"{context.NameOf(machine)}/{label}" };
        return
        [
            Statement.Allow(
                "CallApi",
                ["states:InvokeHTTPEndpoint"],
                callers.Select(caller => Output.Format(
                    $"arn:{context.Partition}:states:{context.Region}:{context.AccountId}:stateMachine:{caller}")).ToArray()) with
            {
                Condition = new JsonObject
                {
                    ["StringEquals"] = new JsonObject { ["states:HTTPMethod"] = "GET" },
                    ["StringLike"] = new JsonObject
                    {
                        ["states:HTTPEndpoint"] = $"{baseUrl}/*/{path}",
                    },
                },
            },
            Statement.Allow("UseConnection", ["events:RetrieveConnectionCredentials"], Arn),
            Statement.Allow(
                "ReadKey",
                ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                Output.Format(
                    $"arn:{context.Partition}:secretsmanager:{context.Region}:{context.AccountId}:secret:events!connection/{_name}/*")),
        ];
    }
}
