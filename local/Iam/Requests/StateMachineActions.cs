using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam.Requests;

/// <summary>What requests of Step Functions need ("Actions, resources, and condition keys for AWS Step Functions").</summary>
internal static class StateMachineActions
{
    private const string Service = "states.amazonaws.com";
    private const string Machine = "stateMachineArn";
    private const string Execution = "executionArn";
    private const string MapRun = "mapRunArn";
    private const string Resource = "resourceArn";

    // The member that names what an operation acts upon; null for one that acts upon nothing that has a name.
    private static readonly Dictionary<string, string?> Members = new()
    {
        ["DeleteStateMachine"] = Machine,
        ["DeleteStateMachineVersion"] = "stateMachineVersionArn",
        ["DescribeExecution"] = Execution,
        ["DescribeMapRun"] = MapRun,
        ["DescribeStateMachine"] = Machine,
        ["DescribeStateMachineForExecution"] = Execution,
        ["GetExecutionHistory"] = Execution,
        ["ListMapRuns"] = Execution,
        ["ListStateMachineAliases"] = Machine,
        ["ListStateMachines"] = null,
        ["ListStateMachineVersions"] = Machine,
        ["ListTagsForResource"] = Resource,
        ["PublishStateMachineVersion"] = Machine,
        ["RedriveExecution"] = Execution,
        ["StartExecution"] = Machine,
        ["StartSyncExecution"] = Machine,
        ["StopExecution"] = Execution,
        ["TagResource"] = Resource,
        ["UntagResource"] = Resource,
        ["UpdateMapRun"] = MapRun,
        ["ValidateStateMachineDefinition"] = null,
    };

    /// <summary>What a request needs; null where the operation is not known here.</summary>
    public static IEnumerable<RequestedAction>? Of(string operation, JsonElement body, AwsAccount account) => operation switch
    {
        "CreateStateMachine" => OfSettings(operation, account.Arn("states", $"stateMachine:{body.Text("name")}"), body),
        "UpdateStateMachine" => OfSettings(operation, body.Text(Machine), body),
        "ListExecutions" => [Action(operation, body.OptionalText(MapRun) ?? body.Text(Machine))],

        // The service decides, which knows the state machine of a token.
        "SendTaskFailure" or "SendTaskHeartbeat" or "SendTaskSuccess" => [],
        _ when Members.TryGetValue(operation, out var member) => [Action(operation, member is null ? "*" : body.Text(member))],
        _ => null,
    };

    // The dependent actions of the two that are given a role and may publish, and tags at once.
    private static IEnumerable<RequestedAction> OfSettings(string operation, string arn, JsonElement body)
    {
        yield return Action(operation, arn);
        if (body.OptionalText("roleArn") is { } role)
        {
            yield return new RequestedAction("iam:PassRole", role).With(ConditionKeys.PassedToService, Service);
        }

        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("publish", out var publish) && publish.ValueKind == JsonValueKind.True)
        {
            yield return Action("PublishStateMachineVersion", arn);
        }

        if (body.Items("tags").Any())
        {
            yield return Action("TagResource", arn);
        }
    }

    private static RequestedAction Action(string operation, string resource) => new($"states:{operation}", resource);
}
