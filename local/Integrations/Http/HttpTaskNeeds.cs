using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Integrations.Http;

/// <summary>What an HTTP Task needs ("Call HTTPS APIs in Step Functions workflows": IAM permissions to run an HTTP Task).</summary>
public static class HttpTaskNeeds
{
    /// <summary>To make the call.</summary>
    /// <param name="arguments">The evaluated arguments.</param>
    /// <param name="machineArn">The state machine, with the Map's label in a child execution.</param>
    /// <param name="account">The account.</param>
    public static IEnumerable<RequestedAction> Of(JsonElement arguments, string machineArn, AwsAccount account)
    {
        var config = arguments.TryGetProperty("InvocationConfig", out var given) || arguments.TryGetProperty("Authentication", out given)
            ? given
            : default;
        var connection = config.Text("ConnectionArn");
        var secret = account.Arn("secretsmanager", $"secret:events!{connection[(connection.LastIndexOf(':') + 1)..]}");
        return
        [
            new RequestedAction("states:InvokeHTTPEndpoint", machineArn)
                .With(ConditionKeys.HttpEndpoint, arguments.OptionalText("ApiEndpoint"))
                .With(ConditionKeys.HttpMethod, arguments.OptionalText("Method")),
            new RequestedAction("events:RetrieveConnectionCredentials", connection),
            new RequestedAction("secretsmanager:DescribeSecret", secret),
            new RequestedAction("secretsmanager:GetSecretValue", secret),
        ];
    }
}
