using System.Text.Json;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>Collects what the child executions of a Map Run gave.</summary>
internal interface IMapResults : IAsyncDisposable
{
    /// <summary>Whether children that were never started are to be added too.</summary>
    bool KeepsPending { get; }

    /// <summary>Adds a child that ended.</summary>
    /// <param name="index">Its place among the children.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="input">Its input.</param>
    void Add(int index, ExecutionOutcome outcome, JsonElement input);

    /// <summary>Adds a child that was never started.</summary>
    void AddPending(JsonElement input);

    /// <summary>Gives the result of the state, after all children were added.</summary>
    /// <exception cref="StateException">The results are too large, or could not be written.</exception>
    Task<JsonElement> FinishAsync(CancellationToken cancellation);
}
