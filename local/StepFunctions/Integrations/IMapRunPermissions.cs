namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>Decides what the roles of machines may do for the Map Runs of their distributed Maps.</summary>
public interface IMapRunPermissions
{
    /// <summary>Checks that a machine may start child executions of its own, and follow them.</summary>
    /// <param name="machine">The machine, without a Map's label.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The error that the Map state fails with; null where it may.</returns>
    Task<TaskFailedException?> FindDenialAsync(StateMachine machine, CancellationToken cancellation);
}
