using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>A state of a definition; it holds no state of any execution.</summary>
internal abstract class State(string name, string type)
{
    public string Name => name;

    /// <summary>The Type field, which its events begin with.</summary>
    public string Type => type;

    /// <summary>Runs the state.</summary>
    /// <exception cref="StateException">The state failed.</exception>
    public abstract Task<Completion> EvaluateAsync(Visit visit);
}
