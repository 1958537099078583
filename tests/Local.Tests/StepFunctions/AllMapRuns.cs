using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.StepFunctions;

/// <summary>Every machine may do what its Map Runs need, or none may.</summary>
/// <param name="denial">What each Map state fails with; null for none.</param>
internal sealed class AllMapRuns(TaskFailedException? denial = null) : IMapRunPermissions
{
    public Task<TaskFailedException?> FindDenialAsync(StateMachine machine, CancellationToken cancellation) => Task.FromResult(denial);
}
