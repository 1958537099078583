using System.Text.Json;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.StepFunctions;

/// <summary>An account without state machines.</summary>
internal sealed class FakeExecutions : IExecutions
{
    public Task<StateMachine?> FindAsync(string arn, CancellationToken cancellation) => Task.FromResult<StateMachine?>(null);

    public StartedExecution? Start(StateMachine machine, JsonElement input, string? name, CancellationToken? abort) =>
        throw new NotSupportedException("Nothing can be started here.");
}
