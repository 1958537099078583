using System.Text.Json;
using Fanout.Local.Cloud;

namespace Fanout.Local.Iam.Machines;

/// <summary>Decides whether a machine can be made with its role, as CreateStateMachine does.</summary>
/// <param name="authorizer">The policies.</param>
/// <param name="account">The account.</param>
public sealed class CreationAuthorizer(Authorizer authorizer, AwsAccount account)
{
    private const string Service = "states.amazonaws.com";

    /// <summary>Checks a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="logs">Whether it has a log destination.</param>
    /// <param name="traces">Whether it is traced.</param>
    /// <exception cref="LocalException">It cannot be made.</exception>
    public void Check(StateMachineDeployment machine, bool logs, bool traces)
    {
        var role = Caller.Of(machine.RoleArn);
        if (authorizer.DecideAssume(machine.RoleArn, Service, machine.Arn).Denial is { } untrusted)
        {
            throw Refusal(
                $"Neither the global service principal {Service}, nor the regional one is authorized to assume the provided role.", untrusted);
        }
        if (logs && authorizer.FirstDenial(role, CreationNeeds.Logging) is { } noLogs)
        {
            throw Refusal("The state machine IAM Role is not authorized to access the Log Destination.", noLogs);
        }
        if (traces && authorizer.FirstDenial(role, CreationNeeds.Tracing) is { } noTraces)
        {
            throw Refusal("The state machine IAM Role is not authorized to send traces.", noTraces);
        }
        if (authorizer.FirstDenial(role, new CreationNeeds(account).Waiting(JsonElement.Parse(machine.Definition))) is { } noRule)
        {
            throw Refusal($"'{machine.RoleArn}' is not authorized to create managed-rule.", noRule);
        }
    }

    // AWS says the first sentence only, which names no action.
    private static LocalException Refusal(string sentence, Denial denial) => new($"AccessDeniedException: {sentence} {denial.Message}");
}
