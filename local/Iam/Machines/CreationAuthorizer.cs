using System.Text.Json;
using Fanout.Local.Aws;

namespace Fanout.Local.Iam.Machines;

/// <summary>Decides whether a machine can be made with its role, as CreateStateMachine does.</summary>
/// <param name="authorizer">The policies.</param>
/// <param name="account">The account.</param>
public sealed class CreationAuthorizer(Authorizer authorizer, AwsAccount account)
{
    private const string Service = "states.amazonaws.com";

    /// <summary>Checks a machine.</summary>
    /// <param name="arn">Its ARN.</param>
    /// <param name="roleArn">The role of its executions.</param>
    /// <param name="definition">Its definition, JSON.</param>
    /// <param name="logs">Whether it has a log destination.</param>
    /// <param name="traces">Whether it is traced.</param>
    /// <returns>Why it cannot be made; null where it can.</returns>
    public string? FindRefusal(string arn, string roleArn, string definition, bool logs, bool traces)
    {
        var role = Caller.Of(roleArn);
        if (authorizer.DecideAssume(roleArn, Service, arn).Denial is { } untrusted)
        {
            return Refusal(
                $"Neither the global service principal {Service}, nor the regional one is authorized to assume the provided role.", untrusted);
        }
        if (logs && authorizer.FirstDenial(role, CreationNeeds.Logging) is { } noLogs)
        {
            return Refusal("The state machine IAM Role is not authorized to access the Log Destination.", noLogs);
        }
        if (traces && authorizer.FirstDenial(role, CreationNeeds.Tracing) is { } noTraces)
        {
            return Refusal("The state machine IAM Role is not authorized to send traces.", noTraces);
        }
        return authorizer.FirstDenial(role, new CreationNeeds(account).Waiting(JsonElement.Parse(definition))) is { } noRule
            ? Refusal($"'{roleArn}' is not authorized to create managed-rule.", noRule)
            : null;
    }

    // AWS says the first sentence only, which names no action.
    private static string Refusal(string sentence, Denial denial) => $"{sentence} {denial.Message}";
}
