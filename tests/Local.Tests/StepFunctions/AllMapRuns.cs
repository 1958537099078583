using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.StepFunctions;

/// <summary>Every machine may do what its Map Runs need.</summary>
internal sealed class AllMapRuns : IMapRunPermissions
{
    public Task<TaskFailedException?> FindDenialAsync(StateMachine machine, CancellationToken cancellation) =>
        Task.FromResult<TaskFailedException?>(null);
}
