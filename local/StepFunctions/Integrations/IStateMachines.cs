namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>The state machines that are deployed beside the one that runs.</summary>
public interface IStateMachines
{
    /// <summary>Finds one by its ARN, or gives null.</summary>
    /// <exception cref="Infra.StatesLanguage.DefinitionException">Its definition cannot be run here.</exception>
    Task<StateMachine?> FindAsync(string arn, CancellationToken cancellation);
}
