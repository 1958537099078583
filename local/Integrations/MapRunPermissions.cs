using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>Decides by the policies of the local cloud what machines may do for their Map Runs.</summary>
internal sealed class MapRunPermissions(Func<CancellationToken, Task<LocalCloud>> cloud) : IMapRunPermissions
{
    // Any child will do: policies cannot tell children apart.
    private const string Child = "child";

    /// <inheritdoc />
    public async Task<TaskFailedException?> FindDenialAsync(StateMachine machine, CancellationToken cancellation)
    {
        var iam = (await cloud(cancellation)).Iam;
        return iam.FirstDenial(Caller.Of(machine.RoleArn), [MapRunNeeds.Start(machine.Arn), MapRunNeeds.Describe(machine.Arn, Child)]) is { } denial
            ? TaskDenial.OfMapRun(denial)
            : null;
    }
}
